/** Words that work from any state, "yes" and "no", a greeting, thanks: the whole message and nothing else, so that a
 *  sentence which happens to hold "salir" or "no" stays a sentence. */
import type { Command } from "../../flows/heard.ts";
import { fold } from "./fold.ts";

const COMMANDS: Record<Command | "yes" | "no", string> = {
  menu: "menu | el menu | menu principal | inicio | ver menu | main menu | the menu | opciones | options | menu principale | accueil | meni | meni an | menu inicial | القائمة | قائمة | القايمة | منيو | لائحة",
  human: `humano | humana | un humano | persona | una persona | persona real | asesor | asesora | agente | operador | alguien | hablar con alguien | hablar con una persona | hablar con un humano
    | quiero hablar con alguien | quiero hablar con una persona | quiero hablar con un humano | necesito hablar con alguien | necesito hablar con una persona | necesito una persona | no se leer | no sé leer ni escribir | no puedo leer
    | llamame | llameme | llamenme | me pueden llamar | quiero que me llamen | human | a human | person | a person | real person | agent | someone | somebody | talk to someone | talk to a person | talk to a human | speak to someone | speak to a person
    | i want to talk to a person | i want to talk to someone | i cant read | i cannot read | i can not read | call me | humain | un humain | personne | une personne | quelqu un | parler a quelqu un | parler a une personne | parler avec quelqu un | je ne sais pas lire | appelez moi | appelle moi
    | uma pessoa | pessoa | humano real | alguem | falar com alguem | falar com uma pessoa | quero falar com uma pessoa | nao sei ler | me liga | me ligue | atendente | moun | yon moun | pale ak yon moun | pale ak moun | mwen vle pale ak yon moun | m pa konn li | mwen pa konn li | rele m | rele mwen
    | شخص | انسان | موظف | احد | اريد التحدث مع شخص | التحدث مع شخص | بدي احكي مع حدا | لا اعرف القراءة | لا استطيع القراءة | اتصلوا بي | اتصل بي`,
  back: "volver | atras | regresar | volver atras | anterior | back | go back | previous | retour | precedent | retourner | revenir | voltar | tras | retounen | tounen | anvan | رجوع | عودة | السابق | ارجع | للخلف",
  help: "ayuda | ayudame | ayudeme | ayudenme | necesito ayuda | help | help me | i need help | info | aide | aidez moi | aide moi | j ai besoin d aide | ajuda | me ajuda | preciso de ajuda | ed | ede m | ede mwen | m bezwen ed | mwen bezwen ed | مساعدة | ساعدوني | ساعدني | المساعدة | احتاج مساعدة | النجدة | auxilio | sos",
  repeat: "repetir | repite | repita | otra vez | de nuevo | repitelo | repeat | again | say again | repeat please | repeter | repetez | encore une fois | de novo | repete | outra vez | repete l | anko yon fwa | كرر | اعد | مرة اخرى | اعادة",
  delete: `borrar mis datos | borra mis datos | borren mis datos | borre mis datos | borrar datos | eliminar mis datos | elimina mis datos | eliminen mis datos | quiero borrar mis datos | quiero que borren mis datos | borrar todo | borra todo | borrar | eliminar
    | delete my data | delete data | erase my data | delete everything | delete | erase | remove my data | i want to delete my data | supprimer mes donnees | effacer mes donnees | effacez mes donnees | supprimez mes donnees | supprimer | effacer
    | apagar meus dados | apague meus dados | excluir meus dados | deletar meus dados | apagar os meus dados | apagar | efase done mwen | efase done m yo | efase done mwen yo | efase done m | efase | siprime done mwen | احذف بياناتي | حذف بياناتي | امسح بياناتي | مسح بياناتي | احذفوا بياناتي | امسحوا بياناتي`,
  who: `quien es este numero | con quien hablo | con quien estoy hablando | que numero es este | quien eres | quien es usted | quienes son | quienes son ustedes | quien sos | quien es | quien habla | quien es este | que es esto | quien responde | de quien es este numero | quien me escribe | who are you | who is this | who are u | who r u | whos this | what is this | who runs this | qui es tu | qui etes vous | c est qui | c est quoi
    | quem e voce | quem sao voces | quem e | quem fala | o que e isso | kiyes ou ye | ki moun ou ye | kimoun ou ye | kiyes sa ye | ki moun nou ye | من انت | من انتم | مين انت | مين انتو | مين معي | من هذا | مين هذا | انت مين`,
  languages: "idioma | idiomas | lengua | lenguas | cambiar idioma | cambiar de idioma | cambiar lengua | otro idioma | language | languages | change language | langue | langues | changer de langue | changer langue | lingua | mudar idioma | mudar de idioma | trocar idioma | lang | chanje lang | اللغة | لغة | اللغات | تغيير اللغة | غير اللغة",
  stop: `stop | alto | baja | darme de baja | dar de baja | parar | para | pare | paren | detener | cancelar | salir | no mas | no mas mensajes | basta | sair | parem | cancelar inscricao | arret | arreter | arretez | sispann | sispan | kanpe | rete | pa voye mesaj anko | unsubscribe | desuscribir | desuscribirme
    | توقف | ايقاف | الغاء | اوقف | قف | وقف`,
  start: "alta | darme de alta | start | unstop | iniciar | comenzar | empezar | commencer | demarrer | comecar | komanse | ابدا | بدء | ابدأ | اشتراك",
  complaint: "queja | quejas | una queja | tengo una queja | denuncia | reclamo | reclamos | quiero quejarme | poner una queja | quiero poner una queja | complaint | complaints | complain | i have a complaint | make a complaint | plainte | reclamation | une plainte | queixa | reclamacao | reclamar | uma queixa | plent | plenyen | yon plent | شكوى | شكوي | عندي شكوى | لدي شكوى",
  forget: "olvidar | olvida lo que te dije | olvida todo | olvidalo todo | forget | forget me | forget what i said | oublier | oubliez moi | esquecer | bliye | bliye sa m te di | انس | انسوا | نسيان | انس ما قلته",
  yes: "si | sii | sip | claro | claro que si | por supuesto | de acuerdo | dale | correcto | si por favor | yes | yeah | yep | y | sure | yes please | of course | ok | okay | okey | oui | ouais | bien sur | d accord | sim | claro que sim | com certeza | wi | dako | nam | نعم | اي | ايوه | ايوا | اجل | طبعا | اه | تمام | موافق",
  no: "no | nop | no gracias | para nada | todavia no | ahora no | nope | nah | not now | no thanks | no thank you | non | non merci | pas maintenant | nao | nao obrigado | nao obrigada | agora nao | pa kounye a | non mesi | لا | لأ | لا شكرا | كلا | ليس الان | مش هلق",
};

const GREETINGS = `hola | holaa | ola | hola buenas | buenas | buenos dias | buen dia | buenas tardes | buenas noches | hola buenos dias | hola buenas tardes | hola buenas noches | saludos | que tal | hola que tal | hey | epale | epa | que mas | que xopa | quiubo | alo | hola puente | muy buenas | feliz dia | bendiciones | hola como estas | hola como esta | como estas | dios le bendiga
  | hello | hi | hii | hiya | good morning | good afternoon | good evening | good day | hello there | hi there | hey there | greetings | hello how are you | hi how are you | bonjour | bonsoir | salut | coucou | bjr | slt | bonjour a tous | bonjour madame | bonjour monsieur | allo
  | oi | oie | bom dia | boa tarde | boa noite | oi bom dia | oi tudo bem | tudo bem | e ai | oi boa tarde | bonjou | bonswa | alo bonjou | sak pase | sa k pase | kijan ou ye | bonjou kijan ou ye | onè | salam | salaam | salam alaikum | assalamu alaikum | marhaba | السلام عليكم | سلام عليكم | سلام | مرحبا | اهلا | اهلا وسهلا | هلا | صباح الخير | مساء الخير | اهلين | السلام عليكم ورحمة الله وبركاته | السلام عليكم ورحمه الله | هاي`;

const THANKS = `gracias | muchas gracias | mil gracias | gracias puente | ok gracias | muchisimas gracias | gracias por todo | gracias por la ayuda | gracias por su ayuda | grax | grcs | gracia | te agradezco | se agradece | agradecido | agradecida | dios te bendiga | dios los bendiga | bueno gracias | listo gracias | perfecto gracias | vale gracias
  | thanks | thank you | thank u | thx | ty | thanks a lot | thank you so much | thank you very much | many thanks | ok thanks | ok thank you | thanks so much | god bless you | merci | merci beaucoup | merci bien | mrc | mci | grand merci | ok merci | obrigado | obrigada | muito obrigado | muito obrigada | valeu | brigado | brigada | obg | ok obrigado | ok obrigada
  | mesi | mesi anpil | mèsi | mèsi anpil | ok mesi | gras | شكرا | شكرا جزيلا | شكرا لك | شكرا كثيرا | شكرا لكم | مشكور | مشكورين | تسلم | يسلمو | الله يعطيك العافية | جزاك الله خيرا`;

const BARE_QUESTION = /^\s*[?¿؟]+\s*$/;

// Politeness around a word does not make it a sentence: "menú por favor".
const POLITE = /^(?:por favor|porfa|porfavor|please|pls|svp|tanpri|من فضلك|لو سمحت) | (?:por favor|porfa|porfavor|please|pls|s il vous plait|svp|s il te plait|tanpri|souple|من فضلك|لو سمحت|gracias|ya)$/g;

const phrasesOf = (list: string): string[] => list.split("|").map(fold).filter((phrase) => phrase !== "");

const commands = new Map<string, Command | "yes" | "no">(
  (Object.entries(COMMANDS) as [Command | "yes" | "no", string][]).flatMap(([means, list]) => phrasesOf(list).map((phrase): [string, Command | "yes" | "no"] => [phrase, means])),
);
const greetings = new Set(phrasesOf(GREETINGS));
const thanking = new Set(phrasesOf(THANKS));

/** The command that the whole message is, or null. Stop words too: the caller heeds them only after danger, and not as
 *  the answer to an open question. */
export function command(text: string): Command | "yes" | "no" | null {
  if (BARE_QUESTION.test(text)) return "human";
  const folded = fold(text);
  return commands.get(folded) ?? commands.get(folded.replace(POLITE, "")) ?? null;
}

/** True when the whole message greets. */
export function greeting(text: string): boolean {
  const folded = fold(text);
  return greetings.has(folded) || greetings.has(folded.replace(/ puente$/, ""));
}

/** True when the whole message thanks. */
export function thanks(text: string): boolean {
  return thanking.has(fold(text));
}
