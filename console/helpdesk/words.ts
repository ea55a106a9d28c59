/** What the console says, in Spanish and English; how it says times. A text is a key here and stands nowhere else. */
import { signal } from "@preact/signals";

const es = {
  // sign-in
  "in.title": "Mesa de ayuda", "in.name": "Nombre", "in.password": "Contraseña", "in.go": "Entrar",
  "in.code": "Código de seis cifras", "in.code-about": "Ábralo en su aplicación de códigos. También sirve un código de su papel.", "in.back": "Volver al principio",
  "in.enroll": "Prepare su aplicación de códigos", "in.enroll-about": "Su función pide un segundo paso. Añada esta clave en una aplicación de códigos (TOTP) y escriba el primer código.",
  "in.secret": "Clave", "in.open-app": "Abrir en la aplicación de códigos", "in.paper": "Códigos de papel", "in.paper-about": "Si pierde el teléfono, cada código abre una vez. Escríbalos en papel: no se muestran de nuevo.", "in.paper-kept": "Los tengo en papel",
  "in.ended": "Su sesión terminó. Lo que escribía está guardado en esta página: entre de nuevo para seguir.",
  // frame
  "name": "Puente", "desk": "Mesa de ayuda", "skip": "Saltar a la conversación", "conversations": "Conversaciones", "thread": "Conversación", "card": "Ficha",
  "online": "Conectado", "offline": "Sin conexión. Puede seguir escribiendo: se envía al volver.", "caught-up": "Conectado de nuevo. Todo está al día.", "connecting": "Conectando…",
  "menu": "Cuenta y ajustes", "sign-out": "Salir", "shift.on": "En turno", "shift.off": "Fuera de turno", "shift.start": "Empezar turno", "shift.end": "Terminar turno", "keys.on": "Atajos de teclado: sí", "keys.off": "Atajos de teclado: no", "keys": "Atajos de teclado", "language": "English", "theme.auto": "Colores: como el equipo", "theme.light": "Colores: claro", "theme.dark": "Colores: oscuro",
  "no-desk": "Su función no atiende conversaciones.", "no-desk-about": "Las personas, los ajustes y el registro se llevan por la API y con «npm run admin».",
  // views
  "view.mine": "Mías", "view.waiting-mine": "Mis idiomas", "view.waiting": "En espera", "view.awaiting-person": "Falta su respuesta", "view.parked": "Guardadas", "view.snoozed": "Pospuestas", "view.held": "De colegas",
  "danger": "Peligro", "danger.waiting": "En peligro, sin atender", "protection": "Protección", "next": "Atender a quien sigue", "next.none": "Nadie más espera por usted ahora.", "empty.mine": "No tiene conversaciones. Pida la siguiente, o elija una en espera.", "empty": "No hay ninguna aquí.", "choose": "Elija una conversación para leerla.", "gone": "Esta conversación ya no está abierta para usted.", "loading": "Cargando…",
  "waits": "espera", "answered": "respondida hace", "snoozed-until": "pospuesta hasta", "held-by": "con", "mine": "la atiende usted", "nobody": "sin atender", "parked": "respuesta guardada", "opted-out": "no quiere SMS", "other-language": "otro idioma", "draft": "borrador",
  "window.open": "ventana", "window.closed": "ventana cerrada", "window.about": "Tiempo que queda para escribirle libremente por WhatsApp",
  // thread
  "older": "Ver anteriores", "from.person": "Persona", "from.bot": "Puente (automático)", "from.agent": "Colega", "from.me": "Usted", "from.system": "Sistema", "from.note": "Nota interna", "note.only": "solo la ve el equipo", "safety": "texto de seguridad",
  "state.pending": "en camino", "state.queued": "en cola", "state.sending": "saliendo", "state.sent": "enviado", "state.delivered": "entregado", "state.read": "leído", "state.failed": "no llegó", "state.dropped": "no se envió", "state.parked": "guardado hasta que escriba", "state.dead": "apartado por un fallo", "state.done": "",
  "out.sending": "enviando…", "out.waiting": "sin conexión: se enviará al volver", "out.failed": "No se envió", "out.again": "Escribir de nuevo", "out.discard": "Quitar",
  "kind.image": "Foto", "kind.video": "Vídeo", "kind.audio": "Audio", "kind.voice": "Nota de voz", "kind.document": "Documento", "kind.sticker": "Sticker", "kind.location": "Ubicación", "kind.contacts": "Contacto", "kind.order": "Pedido", "kind.unreadable": "Mensaje de un tipo que no se puede leer", "kind.redacted": "Dato que ya no se guarda", "kind.result": "Resultado de una consulta del caso", "kind.timer": "Aviso programado", "kind.media-about": "no se guarda: pida unas palabras", "redacted.proof": "prueba de identidad", "redacted.case-number": "número de caso", "redacted.date": "fecha", "redacted.location": "ubicación", "kind.untold": "la persona aún no lo sabe",
  // composer
  "claim": "Atender", "claim.next": "Para responder, atiéndala primero.", "held": "La atiende {who}. Puede leer y dejar notas.", "taken": "{who} llegó antes y la atiende.", "write": "Respuesta", "write.to": "Escriba en {language}", "write.note": "Nota para el equipo", "mode.reply": "Responder", "mode.note": "Nota interna", "send": "Enviar", "send.note": "Guardar nota", "send.park": "Guardar hasta que escriba", "send.keys": "Ctrl + Enter envía",
  "park.about": "La ventana de 24 horas está cerrada. Su respuesta se guarda y sale cuando la persona escriba.", "opted-out.about": "La persona pidió no recibir SMS. Su respuesta se guarda y sale si vuelve a escribir.", "segments": "{n} SMS · {units} {unit}", "septets": "caracteres", "draft.kept": "borrador guardado", "draft.keeping": "guardando…", "draft.failed": "borrador solo en esta página", "canned": "Respuestas listas", "canned.none": "No hay respuestas listas todavía.", "canned.search": "Buscar", "canned.unread": "sin revisar", "canned.reviewed": "revisada", "canned.twin": "En su idioma", "canned.missing": "sin texto en {language}", "new-message": "Llegó un mensaje mientras escribía. Léalo antes de enviar.", "new-message.seen": "Leído",
  // letting go
  "resolve": "Resolver", "return": "Devolver al bot", "snooze": "Posponer", "give": "Pasar a colega", "requeue": "Dejar en la cola", "more": "Más", "cancel": "Cancelar", "do": "Hecho",
  "resolve.about": "¿Cómo terminó?", "return.about": "Puente vuelve a responder a esta persona. La conversación sale de su lista.", "snooze.about": "¿Hasta cuándo? Vuelve antes si la persona escribe.", "snooze.hour": "1 hora", "snooze.evening": "4 horas", "snooze.tomorrow": "Mañana a las 8:00", "snooze.monday": "Lunes a las 8:00", "give.about": "¿A quién? Solo colegas en turno que pueden verla.", "give.none": "No hay colegas en turno.", "requeue.about": "Vuelve al principio de la cola para cualquiera.", "shift.end-about": "Todo lo que atiende pasa a un colega, o al principio de la cola.", "shift.to-queue": "A la cola", "handed": "Entregadas", "handed.none": "No tenía conversaciones. Buen descanso.", "handed.about": "Dígalas a quien sigue. Las de peligro van primero.",
  // card
  "card.why": "Por qué llegó", "why.danger": "Señal de peligro: {topic}", "why.human": "Pidió una persona", "why.topic": "Tema: {topic}", "card.asked": "Lo último que dijo antes", "card.told": "Lo último que dijo Puente", "card.sources": "Con estas fuentes", "card.person": "Persona", "card.number": "Número", "card.reveal": "Ver número", "card.hide": "Ocultar", "reveal.about": "¿Para qué lo necesita? Queda en el registro.", "reveal.why": "Motivo", "reveal.short": "Escriba al menos cinco letras.", "card.language": "Idioma", "card.speaks": "Habla", "card.channel": "Canal", "card.opened": "Abierta", "card.heard": "Escribió", "card.owner": "Antes con", "fact.held": "retenido: no lo diga", "fact.unconfirmed": "sin confirmar", "card.none": "Nada guardado.",
  // keys
  "key.move": "Siguiente, anterior", "key.open": "Abrir", "key.claim": "Atender", "key.reply": "Responder", "key.note": "Nota interna", "key.canned": "Respuestas listas", "key.resolve": "Resolver", "key.return": "Devolver al bot", "key.snooze": "Posponer", "key.next": "Atender a quien sigue", "key.help": "Esta ayuda", "key.send": "Enviar", "close": "Cerrar",
  // what failed
  "fail.login:wrong": "El nombre, la contraseña o el código no encajan.", "fail.login:later": "Demasiados intentos. Pruebe de nuevo a las {time}.", "fail.session:none": "Su sesión terminó.", "fail.right:missing": "Su función no permite esto.", "fail.conversation:unknown": "Esta conversación no está abierta para usted.", "fail.capacity:full": "Ya atiende todas las que puede a la vez.", "fail.hold:stale": "Ya no la atiende: pasó demasiado tiempo o la tomó otra persona.", "fail.agent:unknown": "Ese colega no está en turno o no puede verla.", "fail.outcome:unknown": "Elija un resultado de la lista.", "fail.time:past": "Esa hora no vale.", "fail.text:empty": "No hay nada que enviar.", "fail.body:large": "Es demasiado largo.", "fail.body:invalid": "Algo en lo escrito no vale.", "fail.offline": "Sin conexión. Pruebe de nuevo.", "fail.other": "Algo falló de nuestro lado ({code}).",
  "code.window:closed": "la ventana de 24 horas está cerrada", "code.number:invalid": "el número no existe", "code.number:unreachable": "el teléfono no responde", "code.person:blocked": "la persona bloqueó la línea", "code.person:unreachable": "no se puede llegar a la persona", "code.person:opted-out": "la persona pidió no recibir SMS", "code.message:filtered": "la compañía lo filtró", "code.message:expired": "caducó sin entregarse", "code.send:expired": "caducó sin enviarse", "code.send:exhausted": "se intentó muchas veces", "code.address:reassigned": "el número pasó a otra persona",
  "time.moment": "menos de 1 min",
  "lang.es": "español", "lang.en": "inglés", "lang.fr": "francés", "lang.pt": "portugués", "lang.ht": "criollo haitiano", "lang.ar": "árabe",
};
export type Key = keyof typeof es;

const en: Record<Key, string> = {
  "in.title": "Helpdesk", "in.name": "Name", "in.password": "Password", "in.go": "Sign in",
  "in.code": "Six-digit code", "in.code-about": "From your app for codes. A code from your paper works too.", "in.back": "Start over",
  "in.enroll": "Set up your app for codes", "in.enroll-about": "Your role asks for a second step. Add this key to an app for codes (TOTP) and type its first code.",
  "in.secret": "Key", "in.open-app": "Open in the app for codes", "in.paper": "Codes for paper", "in.paper-about": "If you lose the phone, each code opens once. Write them on paper: they are not shown again.", "in.paper-kept": "I have them on paper",
  "in.ended": "Your session ended. What you were writing is kept on this page: sign in again to go on.",
  "name": "Puente", "desk": "Helpdesk", "skip": "Skip to the conversation", "conversations": "Conversations", "thread": "Conversation", "card": "Card",
  "online": "Connected", "offline": "No connection. You can go on writing: it is sent when it is back.", "caught-up": "Connected again. Everything is up to date.", "connecting": "Connecting…",
  "menu": "Account and settings", "sign-out": "Sign out", "shift.on": "On shift", "shift.off": "Off shift", "shift.start": "Start shift", "shift.end": "End shift", "keys.on": "Keyboard shortcuts: on", "keys.off": "Keyboard shortcuts: off", "keys": "Keyboard shortcuts", "language": "Español", "theme.auto": "Colours: as the machine", "theme.light": "Colours: light", "theme.dark": "Colours: dark",
  "no-desk": "Your role has no conversations.", "no-desk-about": "People, settings and the record are kept through the API and with “npm run admin”.",
  "view.mine": "Mine", "view.waiting-mine": "My languages", "view.waiting": "Waiting", "view.awaiting-person": "Awaiting person", "view.parked": "Parked", "view.snoozed": "Snoozed", "view.held": "Colleagues’",
  "danger": "Danger", "danger.waiting": "In danger, with nobody", "protection": "Protection", "next": "Take whoever is next", "next.none": "Nobody else waits for you now.", "empty.mine": "You have no conversations. Ask for the next one, or choose one that waits.", "empty": "There are none here.", "choose": "Choose a conversation to read it.", "gone": "This conversation is not open to you any more.", "loading": "Loading…",
  "waits": "waits", "answered": "answered", "snoozed-until": "snoozed until", "held-by": "with", "mine": "you hold it", "nobody": "with nobody", "parked": "answer parked", "opted-out": "opted out", "other-language": "other language", "draft": "draft",
  "window.open": "window", "window.closed": "window closed", "window.about": "Time left to write to them freely on WhatsApp",
  "older": "Show earlier", "from.person": "Person", "from.bot": "Puente (automatic)", "from.agent": "Colleague", "from.me": "You", "from.system": "System", "from.note": "Internal note", "note.only": "only the team sees it", "safety": "safety text",
  "state.pending": "on its way", "state.queued": "queued", "state.sending": "going out", "state.sent": "sent", "state.delivered": "delivered", "state.read": "read", "state.failed": "not delivered", "state.dropped": "not sent", "state.parked": "parked until they write", "state.dead": "set aside after a fault", "state.done": "",
  "out.sending": "sending…", "out.waiting": "no connection: sent when it is back", "out.failed": "Not sent", "out.again": "Write again", "out.discard": "Remove",
  "kind.image": "Photo", "kind.video": "Video", "kind.audio": "Audio", "kind.voice": "Voice note", "kind.document": "Document", "kind.sticker": "Sticker", "kind.location": "Location", "kind.contacts": "Contact", "kind.order": "Order", "kind.unreadable": "A kind of message that can't be read", "kind.redacted": "Something that is kept no more", "kind.result": "Result of a case look-up", "kind.timer": "Planned notice", "kind.media-about": "not kept: ask for a few words", "redacted.proof": "proof of identity", "redacted.case-number": "case number", "redacted.date": "date", "redacted.location": "location", "kind.untold": "the person does not know it yet",
  "claim": "Claim", "claim.next": "To answer, claim it first.", "held": "{who} holds it. You can read and leave notes.", "taken": "{who} was faster and holds it.", "write": "Reply", "write.to": "Write in {language}", "write.note": "Note for the team", "mode.reply": "Reply", "mode.note": "Internal note", "send": "Send", "send.note": "Keep note", "send.park": "Keep until they write", "send.keys": "Ctrl + Enter sends",
  "park.about": "The 24-hour window is closed. Your answer is kept, and goes out when the person writes.", "opted-out.about": "The person asked for no SMS. Your answer is kept, and goes out if they write again.", "segments": "{n} SMS · {units} {unit}", "septets": "characters", "draft.kept": "draft kept", "draft.keeping": "keeping…", "draft.failed": "draft on this page only", "canned": "Ready answers", "canned.none": "There are no ready answers yet.", "canned.search": "Search", "canned.unread": "not reviewed", "canned.reviewed": "reviewed", "canned.twin": "In your language", "canned.missing": "no text in {language}", "new-message": "A message came while you wrote. Read it before you send.", "new-message.seen": "Read",
  "resolve": "Resolve", "return": "Back to the bot", "snooze": "Snooze", "give": "Give to colleague", "requeue": "Leave in queue", "more": "More", "cancel": "Cancel", "do": "Done",
  "resolve.about": "How did it end?", "return.about": "Puente answers this person again. The conversation leaves your list.", "snooze.about": "Until when? It comes back sooner if the person writes.", "snooze.hour": "1 hour", "snooze.evening": "4 hours", "snooze.tomorrow": "Tomorrow at 8:00", "snooze.monday": "Monday at 8:00", "give.about": "To whom? Colleagues on shift who may see it.", "give.none": "No colleague is on shift.", "requeue.about": "It goes to the front of the queue, for anybody.", "shift.end-about": "Everything you hold goes to a colleague, or to the front of the queue.", "shift.to-queue": "To the queue", "handed": "Handed over", "handed.none": "You held no conversations. Rest well.", "handed.about": "Tell whoever is next. Danger comes first.",
  "card.why": "Why it came", "why.danger": "Sign of danger: {topic}", "why.human": "Asked for a person", "why.topic": "Topic: {topic}", "card.asked": "Their last words before", "card.told": "Puente's last answer", "card.sources": "Built on", "card.person": "Person", "card.number": "Number", "card.reveal": "Show number", "card.hide": "Hide", "reveal.about": "What do you need it for? It goes on record.", "reveal.why": "Reason", "reveal.short": "Write at least five letters.", "card.language": "Language", "card.speaks": "Speaks", "card.channel": "Channel", "card.opened": "Opened", "card.heard": "Last wrote", "card.owner": "Before with", "fact.held": "held back: do not tell it", "fact.unconfirmed": "not confirmed", "card.none": "Nothing kept.",
  "key.move": "Next, previous", "key.open": "Open", "key.claim": "Claim", "key.reply": "Reply", "key.note": "Internal note", "key.canned": "Ready answers", "key.resolve": "Resolve", "key.return": "Back to the bot", "key.snooze": "Snooze", "key.next": "Take whoever is next", "key.help": "This help", "key.send": "Send", "close": "Close",
  "fail.login:wrong": "Name, password or code do not fit.", "fail.login:later": "Too many tries. Try again at {time}.", "fail.session:none": "Your session ended.", "fail.right:missing": "Your role does not allow this.", "fail.conversation:unknown": "This conversation is not open to you.", "fail.capacity:full": "You hold as many as you take at once.", "fail.hold:stale": "You hold it no more: too much time went by, or somebody else took it.", "fail.agent:unknown": "That colleague is not on shift or may not see it.", "fail.outcome:unknown": "Choose an outcome of the list.", "fail.time:past": "That time will not do.", "fail.text:empty": "There is nothing to send.", "fail.body:large": "That is too long.", "fail.body:invalid": "Something in it will not do.", "fail.offline": "No connection. Try again.", "fail.other": "Something failed on our side ({code}).",
  "code.window:closed": "the 24-hour window is closed", "code.number:invalid": "the number does not exist", "code.number:unreachable": "the phone does not answer", "code.person:blocked": "the person blocked the line", "code.person:unreachable": "the person can't be reached", "code.person:opted-out": "the person asked for no SMS", "code.message:filtered": "the phone company filtered it", "code.message:expired": "it expired before delivery", "code.send:expired": "it expired before it was sent", "code.send:exhausted": "it was tried many times", "code.address:reassigned": "the number passed to somebody else",
  "time.moment": "under 1 min",
  "lang.es": "Spanish", "lang.en": "English", "lang.fr": "French", "lang.pt": "Portuguese", "lang.ht": "Haitian Creole", "lang.ar": "Arabic",
};

const TEXTS = { es, en };
export type ScreenLanguage = keyof typeof TEXTS;
const KEY = "puente-language";
export const screen = signal<ScreenLanguage>((localStorage.getItem(KEY) ?? navigator.language).startsWith("en") ? "en" : "es");
screen.subscribe(value => { document.documentElement.lang = value; });

export function turnLanguage(): void {
  screen.value = screen.value === "es" ? "en" : "es";
  localStorage.setItem(KEY, screen.value);
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return TEXTS[screen.value][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A text by a key made at run time; `other` where there is none. */
export function maybe(key: string, other: string, values: Record<string, string | number> = {}): string {
  return key in es ? t(key as Key, values) : other;
}

// ── times ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const MINUTE = 60_000;

/** `3 h 12 min`, to the minute, rounded down; days from two on. */
export function span(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE)), hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  return hours ? `${hours} h ${minutes % 60} min` : minutes ? `${minutes} min` : t("time.moment");
}

export const clock = (at: number): string => new Date(at).toLocaleTimeString(screen.value, { hour: "2-digit", minute: "2-digit" });
export const dayOf = (at: number): string => new Date(at).toLocaleDateString(screen.value, { weekday: "long", day: "numeric", month: "long" });
export const moment = (at: number): string => new Date(at).toLocaleString(screen.value, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
