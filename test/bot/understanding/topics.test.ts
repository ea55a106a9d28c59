/** Every topic is heard as people name it and ask for it, in each language; topics that are alike are told apart; danger goes first. */
import { describe, expect, test } from "@jest/globals";
import { reading } from "../../../bot/understanding/reading.ts";
import { TOPICS, type Language, type TopicId } from "../../../flows/ids.ts";

/** Topic, then two phrasings in Spanish and one in English, French, Portuguese, Haitian Creole and Arabic. */
const ASKED: [TopicId, string, string, string, string, string, string, string][] = [
  ["asylum-apply", "¿Dónde pido asilo?", "vengo huyendo de las maras de El Salvador", "where can I apply for asylum", "comment demander l'asile au Panama", "como peço refúgio aqui", "kijan pou m mande azil", "كيف أقدم طلب لجوء"],
  ["asylum-documents", "qué papeles llevo para pedir refugio", "se puede pedir refugio sin pasaporte?", "what documents do I need for my asylum application", "quels papiers faut-il pour la demande d'asile", "quais documentos preciso para pedir refúgio", "ki papye m bezwen pou mande azil", "ما هي الوثائق المطلوبة لطلب اللجوء"],
  ["asylum-steps", "cuáles son los pasos del refugio", "cuánto tiempo tarda el proceso de refugio", "what are the steps of the asylum process", "quelles sont les étapes de la procédure d'asile", "quais são as etapas do processo de refúgio", "ki etap pou pwosesis azil la", "ما هي خطوات إجراءات اللجوء"],
  ["asylum-interview", "tengo la entrevista en ONPAR mañana", "cómo me preparo para la entrevista", "how do I prepare for my interview with ONPAR", "j'ai mon entretien à l'onpar", "minha entrevista de refúgio é amanhã", "mwen gen entèvyou ak onpar demen", "عندي مقابلة اللجوء غدا"],
  ["asylum-admission", "qué significa admitido a trámite", "no fui admitido a trámite", "my claim was not admitted to the procedure", "ma demande est irrecevable", "meu pedido não foi admitido", "yo pa admèt demann mwen", "شهادة طالب لجوء"],
  ["asylum-decision", "cuándo decide la comisión nacional sobre mi refugio", "ya me reconocieron como refugiado", "when will they make a decision on my asylum claim", "qui décide de ma demande d'asile", "quando sai a decisão do refúgio", "kilè yo pral deside sou azil la", "متى يصدر القرار النهائي"],
  ["asylum-appeal", "cómo apelo la negativa de refugio", "me rechazaron la solicitud", "they rejected my asylum claim, can I appeal", "je veux faire un recours contre le refus", "negaram meu refúgio, como recorrer", "yo refize demann azil mwen", "رفضوا طلب لجوئي وأريد الاستئناف"],
  ["asylum-rights", "qué derechos tengo como solicitante de refugio", "puedo salir del país mientras deciden mi solicitud", "what rights do asylum seekers have", "quels sont mes droits comme demandeur d'asile", "quais são os direitos do solicitante de refúgio", "ki dwa yon demandè azil genyen", "ما هي حقوق طالب اللجوء"],
  ["refugee-card", "carnet de refugiado", "cómo renuevo el carnet de refugiado", "renew my refugee card", "renouveler ma carte de réfugié", "minha carteira de refugiado", "kat refijye mwen", "بطاقة لاجئ"],
  ["permanent-residence", "quiero la residencia permanente", "llevo tres años de refugiada, puedo pedir residencia?", "how do I get permanent residency", "résidence permanente pour les réfugiés", "quero a residência permanente", "mwen vle rezidans pèmanan", "أريد الإقامة الدائمة"],
  ["family-reunification", "reunificación familiar", "cómo traigo a mi esposa y mis cipotes", "I want to bring my wife to Panama", "faire venir ma femme", "quero trazer meus filhos", "mwen vle fè madanm mwen vini", "لم شمل العائلة"],
  ["case-status", "en qué va mi caso", "llevo ocho meses esperando respuesta", "any update on my case?", "où en est mon dossier", "como está o meu processo", "ki kote dosye mwen ye", "ما هي حالة ملفي"],
  ["work-permit", "cómo saco el permiso de trabajo", "un solicitante de refugio puede trabajar?", "can asylum seekers get a work permit", "permis de travail", "permissão para trabalhar", "m bezwen yon pèmi travay", "أريد تصريح عمل"],
  ["work-permit-renewal", "renovar el permiso de trabajo", "se me vence el permiso la otra semana", "my work permit expired", "renouveler le permis de travail", "renovar a permissão de trabalho", "renouvle pèmi travay mwen", "تجديد تصريح العمل"],
  ["work-rights", "mi patrón no me ha pagado la quincena", "me despidieron por estar embarazada", "my boss refuses to pay me", "mon patron ne paie pas mon salaire", "o patrão não paga meu salário", "patwon an pa vle peye m", "صاحب العمل لا يدفع راتبي"],
  ["inadeh", "quiero un curso de soldadura", "clases de repostería gratis", "free cooking course", "une formation de couture", "curso gratuito de informática", "mwen vle aprann yon metye", "أريد دورة مهنية مجانية"],
  ["university", "quiero entrar a la universidad", "puedo estudiar enfermería aquí?", "I want to study at the university", "étudier à l'université", "quero fazer faculdade", "m vle ale nan inivèsite", "أريد الدراسة في الجامعة"],
  ["scholarships", "hay becas del IFARHU para refugiados?", "no tengo plata para pagar la universidad", "scholarships for refugees", "une bourse d'études", "bolsa de estudos", "èske gen bous detid", "منحة دراسية"],
  ["school-children", "matricular a mi hija en la escuela", "mis chamos necesitan cupo en el colegio", "enroll my son in school", "inscrire mon fils à l'école", "matricular minha filha na escola", "mete pitit mwen lekòl", "تسجيل ابني في المدرسة"],
  ["diploma-validation", "cómo convalido mi título", "soy médica en Cuba, puedo ejercer aquí?", "how do I get my degree recognized", "faire reconnaître mon diplôme", "validar o meu diploma", "valide diplòm mwen", "معادلة شهادتي"],
  ["mental-health", "necesito hablar con un sicólogo", "tengo pesadillas y no duermo", "I need a psychologist", "je cherche un psychologue", "preciso de um psicólogo", "m bezwen yon sikològ", "أحتاج طبيب نفسي"],
  ["health-care", "dónde hay un centro de salud", "mi niño tiene fiebre", "I need to see a doctor", "où trouver un médecin", "preciso de um médico", "mwen bezwen wè yon doktè", "أحتاج إلى طبيب"],
  ["reproductive-health", "control de embarazo", "dónde consigo anticonceptivos", "my wife is pregnant and needs a checkup", "ma femme est enceinte", "minha esposa está grávida", "madanm mwen ansent", "زوجتي حامل"],
  ["chronic-disease", "soy diabético y necesito insulina", "se me acabaron las pastillas de la presión", "I ran out of my insulin", "je suis diabétique", "tenho pressão alta e acabou o remédio", "mwen gen dyabèt", "عندي مرض السكري"],
  ["mobile-clinics", "cuándo viene la clínica móvil", "gira médica en la comunidad", "mobile clinic", "la clinique mobile passe quand", "clínica móvel", "klinik mobil", "متى تأتي العيادة المتنقلة"],
  ["talents-without-borders", "Talento Sin Fronteras", "empresas que contraten refugiados", "Talent Without Borders", "talents sans frontières", "talento sem fronteiras", "talan san fwontyè", "مواهب بلا حدود"],
  ["jobs", "ando buscando brete", "dónde consigo camello", "I am looking for work", "je cherche un emploi", "procuro emprego", "m ap chache travay", "أبحث عن عمل"],
  ["women-entrepreneurs", "quiero montar un negocio de comida", "apoyo para mujeres emprendedoras", "I want to start a small business", "ouvrir un petit commerce", "quero abrir um negócio", "mwen vle fè yon ti komès", "أريد فتح مشروع صغير"],
  ["bank-account", "cómo abro una cuenta en el banco", "me dejan tener cuenta de ahorros con el carnet?", "open a bank account", "ouvrir un compte bancaire", "abrir conta no banco", "louvri yon kont labank", "فتح حساب بنكي"],
  ["social-assistance", "hay alguna ayuda económica", "soy madre soltera y no tengo plata", "financial assistance for refugees", "aide financière pour les réfugiés", "ajuda financeira", "èske gen èd finansye", "مساعدة مالية للاجئين"],
  ["housing", "no tengo dónde dormir", "nos quieren desalojar del cuarto", "I need a place to sleep tonight", "je cherche un logement", "onde posso dormir hoje", "m pa gen kote pou m dòmi", "ليس عندي مكان للنوم"],
  ["documentation-missions", "cuándo es la próxima misión de documentación", "cuándo viene ONPAR a mi comunidad", "when is the next documentation mission", "quand vient la mission de documentation", "quando será a missão de documentação", "kilè misyon dokimantasyon an", "متى تأتي بعثة التوثيق"],
  ["birth-registration", "registrar a mi bebé recién nacido", "partida de nacimiento", "birth certificate for my baby", "acte de naissance", "certidão de nascimento", "batistè pou tibebe mwen", "شهادة ميلاد"],
  ["statelessness", "soy apátrida", "no tengo ninguna nacionalidad", "I am stateless", "je suis apatride", "sou apátrida", "mwen pa gen okenn nasyonalite", "أنا عديم الجنسية"],
  ["darien-offices", "hay oficina de ONPAR en Metetí?", "estamos en Lajas Blancas", "is there an office in Darién", "bureau onpar à Metetí", "escritório da onpar em Metetí", "biwo onpar nan Darien", "مكتب في داريين"],
  ["legal-aid", "necesito un abogado gratis", "quién da asesoría jurídica", "I need a free lawyer", "un avocat gratuit", "advogado gratuito", "m bezwen yon avoka", "محامي مجاني"],
  ["offices-hours", "a qué hora abre ONPAR", "dirección de la oficina de ACNUR", "where is the ONPAR office", "où est le bureau de l'onpar", "onde fica o escritório da onpar", "ki kote biwo onpar la ye", "أين يقع مكتب onpar"],
  ["migration-permits", "permiso de protección temporal de migración", "quiero regularizarme, estoy ilegal", "temporary residence permit from immigration", "régulariser ma situation, je suis sans papiers", "quero me regularizar, preciso de visto", "mwen bezwen yon viza", "تسوية وضعي في الهجرة"],
  ["about-puente", "¿quiénes manejan este número?", "eres un robot?", "are you a robot", "qui lit mes messages ?", "quem lê estas mensagens?", "èske ou se yon robo", "هل أنت روبوت"],
  ["language-change", "quiero cambiar el idioma a francés", "no hablo español", "I don't speak Spanish", "je ne parle pas espagnol", "não falo espanhol", "m pa pale panyòl", "لا أتكلم الإسبانية"],
  ["talk-to-human", "prefiero hablar con una persona", "que me llame alguien", "let me talk to a real person", "je veux parler à une vraie personne", "quero falar com um atendente", "mwen vle pale ak yon moun", "أريد التحدث مع موظف"],
  ["delete-my-data", "borren mi número y mis mensajes", "eliminen toda mi información", "please erase my messages", "effacez mes messages", "apaguem minhas mensagens", "efase mesaj mwen yo", "امسحوا رسائلي"],
  ["complaint-feedback", "una funcionaria me pidió plata para la cita", "me trataron muy mal en la oficina", "an officer asked me for money", "un agent demande de l'argent", "um funcionário pediu dinheiro", "yon anplwaye mande m lajan", "موظف طلب مني رشوة"],
  ["fraud", "me estafaron con una oferta falsa", "un tramitador me cobra por los papeles", "a man charged me for the papers, is it a scam", "c'est une arnaque ?", "caí num golpe", "se yon magouy", "تعرضت للاحتيال"],
  ["missing-relative", "mi hermano desapareció en el Darién", "busco a mi primo, no sé dónde está", "I lost contact with my sister", "je cherche mon frère disparu", "procuro meu irmão desaparecido", "m ap chache frè m ki disparèt", "أبحث عن أخي المفقود"],
  ["resettlement", "reasentamiento en otro país", "quiero irme a Canadá con ACNUR", "resettlement to Canada", "réinstallation dans un autre pays", "reassentamento em outro país", "reyenstalasyon nan yon lòt peyi", "إعادة التوطين في بلد آخر"],
  ["return-transit", "quiero regresarme a Venezuela", "voy de paso hacia Costa Rica", "I want to go back to Colombia", "je veux rentrer en Haïti", "quero voltar para a Venezuela", "mwen vle retounen Ayiti", "أريد العودة إلى بلدي"],
  ["lost-documents", "perdí mi pasaporte en el río", "me robaron la cartera con la cédula", "my passport was stolen", "on m'a volé mon passeport", "perdi meu passaporte", "mwen pèdi paspò mwen", "ضاع جواز سفري"],
  ["travel-document", "documento de viaje para refugiados", "soy refugiado, cómo puedo viajar al exterior", "refugee travel document", "titre de voyage pour réfugié", "documento de viagem", "dokiman vwayaj pou refijye", "وثيقة سفر للاجئ"],
  ["withdraw-claim", "quiero retirar mi solicitud de refugio", "desistir del refugio", "I want to withdraw my asylum claim", "retirer ma demande d'asile", "quero desistir do pedido de refúgio", "mwen vle retire demann azil mwen", "أريد سحب طلب اللجوء"],
  ["unaccompanied-child", "menor no acompañado", "hay un niño solo sin sus papás", "unaccompanied minor", "mineur non accompagné", "criança desacompanhada", "yon timoun poukont li", "طفل غير مصحوب"],
  ["lgbtiq", "soy lesbiana", "apoyo para personas trans", "I am gay", "je suis homosexuel", "sou lésbica", "mwen se masisi", "أنا مثلي"],
  ["disability", "necesito una silla de ruedas", "mi hija es sorda", "my son is deaf", "je suis handicapé", "preciso de cadeira de rodas", "chèz woulant", "كرسي متحرك"],
  ["food-cash", "no tenemos qué comer", "dónde regalan comida", "we have no food", "nous n'avons rien à manger", "não temos comida", "nou pa gen manje", "ليس عندنا طعام"],
  ["discrimination", "me discriminan por ser venezolana", "sufrimos racismo", "they discriminate against me because I am Haitian", "je subis du racisme", "sofro racismo", "yo fè diskriminasyon sou mwen", "أتعرض للعنصرية"],
  ["crisis", "línea de prevención del suicidio", "número de la línea de crisis", "suicide prevention line", "numéro de prévention du suicide", "linha de prevenção do suicídio", "liy kriz", "خط الانتحار"],
  ["gender-violence", "información sobre violencia doméstica", "dónde queda el INAMU", "information on domestic violence", "violence conjugale", "violência doméstica", "vyolans domestik", "العنف الأسري"],
  ["child-protection", "protección de la niñez", "maltrato infantil", "child protection", "protection de l'enfance", "proteção infantil", "pwoteksyon timoun", "حماية الطفل"],
  ["trafficking", "qué es la trata de personas", "información sobre trabajo forzado", "human trafficking", "traite des êtres humains", "tráfico de pessoas", "trafik moun", "الاتجار بالبشر"],
  ["detention-deportation", "me pueden deportar?", "qué hago si me para migración", "can I be deported", "risque d'expulsion", "posso ser deportado", "èske yo ka depòte m", "هل سيتم ترحيلي"],
];
const LANGUAGES_ASKED: readonly Language[] = ["es", "es", "en", "fr", "pt", "ht", "ar"];

describe("is heard as it is asked", () => {
  test.each(ASKED)("%s", (topic, ...texts) => {
    expect(texts.map((text, n) => `${text}: ${reading.topic(text, LANGUAGES_ASKED[n]!)}`)).toEqual(texts.map(text => `${text}: ${topic}`));
  });

  test("each topic is in the table, but for those that are whole messages or no topic at all", () => {
    const asked = new Set(ASKED.map(([topic]) => topic));
    expect(TOPICS.filter(topic => !asked.has(topic))).toEqual(["greeting", "thanks", "out-of-scope"]);
    expect(asked.size).toBe(ASKED.length);
  });
});

describe("topics that are alike are told apart", () => {
  test.each<[string, Language, [string, TopicId][]]>([
    ["work", "es", [
      ["quiero sacar mi permiso de trabajo", "work-permit"], ["mi permiso de trabajo está vencido", "work-permit-renewal"], ["renovación del permiso", "work-permit-renewal"], ["necesito empleo urgente", "jobs"],
      ["quiero inscribirme en Talento Sin Fronteras", "talents-without-borders"], ["el jefe me debe dos meses de sueldo", "work-rights"], ["no tengo permiso de trabajo", "work-permit"], ["no tengo trabajo", "jobs"],
    ]],
    ["work in English", "en", [["I need a work permit", "work-permit"], ["extension of my work permit", "work-permit-renewal"], ["I need work", "jobs"], ["talent without borders", "talents-without-borders"], ["my employer has not paid my wages", "work-rights"]]],
    ["a case", "es", [
      ["cuándo sale la decisión de mi solicitud de refugio", "asylum-decision"], ["me negaron el refugio, qué hago", "asylum-appeal"], ["cuántos días tengo para la reconsideración", "asylum-appeal"], ["quiero ver el estado de mi caso", "case-status"],
      ["aún no me responden", "case-status"], ["qué pasa si me aprueban", "asylum-decision"], ["no me admitieron a trámite", "asylum-admission"],
    ]],
    ["a case in English", "en", [["who makes the decision on asylum", "asylum-decision"], ["I want to appeal the decision", "asylum-appeal"], ["what is happening with my case", "case-status"]]],
    ["health", "es", [["busco un hospital", "health-care"], ["estoy embarazada y busco hospital", "reproductive-health"], ["soy hipertensa y busco mis medicinas de la presión", "chronic-disease"], ["cuándo pasa la brigada médica", "mobile-clinics"], ["no me ha bajado la regla", "reproductive-health"], ["mi papá necesita diálisis", "chronic-disease"]]],
    ["health in English", "en", [["where is a hospital", "health-care"], ["birth control", "reproductive-health"], ["my father has diabetes", "chronic-disease"]]],
    ["study", "es", [["escuela para mi niña", "school-children"], ["carrera en la universidad", "university"], ["curso de barbería", "inadeh"], ["una beca para la universidad", "scholarships"], ["validar mi título de la universidad", "diploma-validation"]]],
    ["study in English", "en", [["school for my daughter", "school-children"], ["go to university", "university"], ["welding course", "inadeh"], ["scholarship for university", "scholarships"]]],
    ["papers", "es", [["residencia permanente para refugiados", "permanent-residence"], ["se me venció el carnet de refugiado", "refugee-card"], ["permiso temporal de migración", "migration-permits"], ["documento de viaje de refugiado", "travel-document"], ["me robaron el carnet", "lost-documents"]]],
    ["papers in English", "en", [["permanent residence", "permanent-residence"], ["my refugee card", "refugee-card"], ["immigration permit", "migration-permits"]]],
    ["going back and being sent back", "es", [["quiero volver a Colombia", "return-transit"], ["retorno voluntario", "return-transit"], ["tengo miedo de que me deporten", "detention-deportation"], ["hay redadas de migración?", "detention-deportation"]]],
    ["going back and being sent back, in English", "en", [["help me return home", "return-transit"], ["they want to deport me", "detention-deportation"]]],
  ])("%s", (_name, language, pairs) => {
    expect(pairs.map(([text]) => `${text}: ${reading.topic(text, language)}`)).toEqual(pairs.map(([text, topic]) => `${text}: ${topic}`));
  });
});

describe("words of a country, and words said in passing", () => {
  test.each<[string, Language, TopicId]>([
    ["ando buscando pincha", "es", "jobs"], ["me deben el pisto de la quincena", "es", "work-rights"], ["mi cipote necesita cupo en la escuela", "es", "school-children"],
    ["soy refugiada y necesito médico", "es", "health-care"], ["trabajo de noche y busco guardería", "es", "school-children"], ["soy refugiado", "es", "asylum-apply"], ["trabajo", "es", "jobs"],
    ["I am a refugee looking for a dentist", "en", "health-care"], ["refugee", "en", "asylum-apply"],
  ])("%s", (text, language, topic) => expect(reading.topic(text, language)).toBe(topic));
});

describe("a no is heard for what it denies", () => {
  test.each<[string, Language, TopicId | null]>([
    ["I am not able to find a job", "en", "jobs"], ["not the work permit", "en", null], ["they would not rent to me because I am black", "en", "discrimination"],
    ["je n'ai plus de médicaments pour la tension", "fr", "chronic-disease"], ["je ne veux pas de permis de travail", "fr", null], ["no puedo dejar de llorar", "es", "mental-health"], ["no busco trabajo", "es", null],
    ["ya no quiero seguir con el refugio", "es", "withdraw-claim"],
  ])("%s", (text, language, topic) => expect(reading.topic(text, language)).toBe(topic));
});

describe("everyday words name no topic", () => {
  test.each<[Language, string]>([
    ["es", "no me di cuenta"], ["es", "se trata de mi vecino"], ["es", "feliz navidad"], ["es", "ya voy"], ["es", "qué día es hoy"], ["es", "tengo una pregunta"], ["en", "its ok"], ["en", "that's cool"], ["en", "who won the game"],
    ["fr", "arrête"], ["fr", "j'ai une affaire urgente"], ["pt", "que legal"], ["pt", "faz de conta"], ["ht", "fò m ale"], ["ht", "kou m rive"], ["ar", "كل عام وأنتم بخير"],
  ])("%s: %s", (language, text) => expect(reading.topic(text, language)).toBeNull());
});

describe("danger is found all the same, whatever topic stands beside it", () => {
  test.each([
    ["quiero permiso de trabajo pero mi marido me está pegando ahora", "gender-violence"], ["busco trabajo, ya no quiero vivir, me quiero matar", "crisis"],
    ["migración me tiene detenido y quiero pedir refugio", "detention-deportation"], ["I need a job but I want to kill myself", "crisis"], ["me quitaron el pasaporte y no me dejan salir del trabajo", "trafficking"],
  ])("%s", (text, topic) => expect(reading.danger(text)).toMatchObject({ topic, level: "hard" }));
});
