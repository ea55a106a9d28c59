/** Danger is found wherever it hides, in six languages, and alarming words that are harmless interrupt nobody. */
import { describe, expect, test } from "@jest/globals";
import { danger } from "../../../bot/understanding/danger.ts";
import type { DangerTopic } from "../../../flows/ids.ts";

/** Topic, and after a slash the kind that must be told. */
type Row = [expected: DangerTopic | `${DangerTopic}/${string}`, text: string];

const HIDDEN: Row[] = [
  // Spanish: spelling, dialect, rambling, no punctuation
  ["crisis", "kiero morirme"],
  ["crisis", "me kiero matar ya"],
  ["crisis", "No kiero vivir maas"],
  ["crisis", "a veces pienso que todos estarían mejor sin mí"],
  ["crisis", "quisiera dormirme esta noche y no despertar"],
  ["crisis", "NO MÁS, quiero morir"],
  ["crisis", "hola buenas mire yo vine por lo del permiso de trabajo pero la verdad es que ya no le veo sentido a la vida y no se ni para que escribo"],
  ["crisis", "estoy en el puente y voy a tirarme"],
  ["crisis", "me tomé un frasco de pastillas"],
  ["crisis", "ya no tengo ganas de vivir pana"],
  ["crisis", "quiero suisidarme"],
  ["crisis/relative", "mi hermana se quiere matar que hago"],
  ["crisis/child-writing", "tengo 14 años y me corto los brazos"],
  ["gender-violence", "mi marido me pega"],
  ["gender-violence", "el papá de mis hijos llegó borracho otra vez y me cayó a golpes"],
  ["gender-violence", "no me deja salir de la casa ni hablar con mi familia"],
  ["gender-violence", "si me voy me mata"],
  ["gender-violence", "tengo mucho miedo de mi esposo"],
  ["gender-violence", "estoy escondida en el baño mi marido está golpeando la puerta"],
  ["gender-violence", "en mi país mi ex me pegaba y aquí mi novio me pega también"],
  ["gender-violence", "No, me pega todos los días"],
  ["gender-violence/sexual-violence", "anoche me violaron cerca de la terminal"],
  ["gender-violence/sexual-violence", "mi pareja me obliga a tener relaciones"],
  ["gender-violence/sexual-violence", "abusaron de mí en la selva hace dos días"],
  ["child-protection", "la vecina le pega mucho a su niña"],
  ["child-protection", "encontré un niño solo en la terminal llorando"],
  ["child-protection", "se llevaron a mi hija y no sé dónde está"],
  ["child-protection/child-writing", "tengo 15 y mi padrastro me toca por las noches"],
  ["child-protection/child-writing", "soy menor de edad y estoy sola en Panamá"],
  ["trafficking", "mi patrón me quitó el pasaporte y no me lo devuelve"],
  ["trafficking", "trabajo en un bar y no nos dejan salir hasta que paguemos la deuda"],
  ["trafficking", "me obligan a acostarme con clientes"],
  ["trafficking", "nos tienen encerrados en una finca trabajando sin paga"],
  ["detention-deportation", "estoy detenida en el aeropuerto"],
  ["detention-deportation", "migracion me agarro y me kieren deportar mañana"],
  ["detention-deportation", "quieren que firme un papel que no entiendo"],
  ["detention-deportation/relative", "se llevaron detenido a mi hermano los de migración"],
  ["detention-deportation/relative", "a mi esposo lo detuvieron en el metro"],
  ["health-care", "mi bebé no respira"],
  ["health-care", "estoy embarazada y estoy sangrando mucho"],
  ["health-care", "se desmayó y no despierta"],
  // English
  ["crisis", "i dont want to live anymore"],
  ["crisis", "they would all be better off without me"],
  ["crisis", "hi I asked about the course but honestly I am thinking about ending my life"],
  ["crisis", "I took all my pills"],
  ["gender-violence", "my husband beats me"],
  ["gender-violence", "he said he will kill me if I leave"],
  ["gender-violence", "my boyfriend locks me in the apartment"],
  ["gender-violence/sexual-violence", "I was raped last night"],
  ["child-protection/child-writing", "im 14 and my stepdad touches me"],
  ["child-protection/child-writing", "I am 16 years old, alone here, no family"],
  ["child-protection", "my neighbor beats her children every day"],
  ["trafficking", "my boss took my passport and won't give it back"],
  ["trafficking", "they lock us in the house and make us work for free"],
  ["detention-deportation", "I'm being held by immigration at the airport"],
  ["detention-deportation", "they are deporting me tomorrow"],
  ["detention-deportation/relative", "immigration took my brother this morning"],
  ["health-care", "she is unconscious and wont wake up"],
  ["health-care", "I can't breathe"],
  // French
  ["crisis", "j'ai plus envie de vivre"],
  ["crisis", "je veux en finir"],
  ["gender-violence", "mon mari me frappe tous les soirs"],
  ["gender-violence/sexual-violence", "j'ai été violée hier"],
  ["child-protection", "quelqu'un a enlevé ma fille"],
  ["child-protection/child-writing", "j'ai 15 ans et je suis seul ici"],
  ["trafficking", "mon patron a pris mon passeport et il m'enferme"],
  ["detention-deportation", "la police m'a arrêté ils vont m'expulser"],
  ["health-care", "il ne respire plus"],
  // Portuguese
  ["crisis", "não quero mais viver"],
  ["gender-violence", "meu marido me bate"],
  ["gender-violence/sexual-violence", "fui estuprada ontem"],
  ["child-protection", "estão batendo no meu filho"],
  ["child-protection/child-writing", "tenho 15 anos e estou sozinha aqui"],
  ["trafficking", "o patrão pegou meu passaporte e não devolve"],
  ["detention-deportation", "estou preso na migração e vão me deportar"],
  ["health-care", "minha mãe desmaiou e não acorda"],
  // Haitian Creole
  ["crisis", "m pa vle viv ankò"],
  ["crisis", "mwen vle touye tèt mwen"],
  ["crisis", "rete, m vle mouri"],
  ["gender-violence", "mari m ap bat mwen"],
  ["gender-violence/sexual-violence", "yo vyole m yè swa"],
  ["child-protection", "yo pran pitit mwen"],
  ["child-protection/child-writing", "mwen gen 15 an epi m pou kont mwen isit"],
  ["trafficking", "patwon an pran paspò mwen"],
  ["detention-deportation", "imigrasyon kenbe m yo vle depòte m"],
  ["health-care", "li pa ka respire"],
  // Arabic
  ["crisis", "لا أريد أن أعيش بعد الآن"],
  ["crisis", "بدي موت"],
  ["gender-violence", "زوجي يضربني كل يوم"],
  ["gender-violence/sexual-violence", "اغتصبوني أمس"],
  ["child-protection", "خطفوا ابني"],
  ["child-protection/child-writing", "عمري 15 سنة وأنا وحدي هنا"],
  ["trafficking", "صاحب العمل أخذ جواز سفري ولا يسمح لي بالخروج"],
  ["detention-deportation", "أنا محتجز في المطار ويريدون ترحيلي"],
  ["health-care", "زوجتي حامل وتنزف"],
];

const HARMLESS: string[] = [
  // Spanish idioms and look-alikes
  "me muero de risa con este bot", "me muero de hambre dónde dan comida", "me mata el alquiler no me alcanza", "este calor me está matando",
  "mi mamá me va a matar si no consigo el papel", "para matar el tiempo quiero hacer un curso", "me muero por estudiar enfermería",
  "me mato trabajando y no me pagan a tiempo", "me duele la cabeza este trámite me va a matar de estrés", "mi caso está detenido desde marzo",
  "me golpea la crisis económica", "me pega el sol todo el día vendiendo", "violaron mis derechos laborales", "vi una película de un suicidio",
  "quiero terminar con todo este papeleo", "perdí mi pasaporte en el bus", "mi jefe no me paga el sueldo", "me robaron el celular ayer",
  "cómo mato las cucarachas del cuarto", "me quiero morir de la vergüenza jaja", "no me deja entrar la página de ONPAR", "ONPAR no responde mis mensajes",
  "tengo 15 años viviendo en Panamá", "mi hijo tiene 15 años y quiere estudiar", "me corté el pelo para la entrevista", "no puedo más con este sistema que no carga jaja",
  "quiero hablar con una persona", "no más mensajes", "alto", "busco trabajo de lo que sea", "necesito un psicólogo", "no me pega el internet",
  "me siento triste y extraño a mi familia", "mi batería se está muriendo", "a qué hora abren el sábado",
  // told as the reason for flight
  "en mi país me amenazaron de muerte los grupos armados por eso pido refugio", "mataron a mi hijo en Colombia y huimos", "hace tres años me secuestraron en Venezuela",
  "huí porque la guerrilla me quería matar", "cuando vivía en Nicaragua me detuvieron por protestar", "la mara me golpeó en El Salvador por no pagar", "salimos de Cuba porque detuvieron a mi hermano",
  "quiero pedir asilo porque me quieren matar en mi país", "nos amenazaron las pandillas en Honduras, eso sirve para la entrevista?",
  // English
  "I'm dying to see my family", "the rent is killing me", "my mom will kill me if I lose the paper", "killing time until the office opens", "my back is killing me",
  "I watched a movie about suicide", "my phone died", "the website doesn't let me register", "I want to kill the mosquitoes in my room", "ONPAR is not responding to my emails",
  "in my country they arrested me for protesting so I fled", "they killed my brother in Venezuela, can I ask for asylum", "years ago a gang threatened to kill me back home",
  "my son is 15 years old and needs a school", "I lost my passport", "my boss pays me late", "how do I find a job",
  // French, Portuguese, Creole, Arabic
  "je meurs de faim", "je suis mort de rire", "le loyer me tue", "dans mon pays ils ont arrêté mon frère alors j'ai fui", "je cherche du travail",
  "estou morrendo de fome", "o aluguel me mata", "no meu país me ameaçaram de morte por isso fugi", "quero estudar na universidade",
  "m ap mouri grangou", "m ap chache travay", "nan peyi m bandi yo te menase m se poutèt sa m kouri kite peyi a", "rete la, m ap vini",
  "أموت من الجوع", "الإيجار يقتلني", "في بلدي اعتقلوني وهربت لذلك أطلب اللجوء", "أبحث عن عمل",
];

describe("danger that hides", () => {
  test.each(HIDDEN)("%s is found in: %s", (expected, text) => {
    const [topic, kind] = expected.split("/");
    expect(danger(text)).toEqual({ topic, level: "hard", ...(kind === undefined ? {} : { kind }) });
  });
});

describe("alarming words that are harmless", () => {
  test.each(HARMLESS)("nothing interrupts: %s", (text) => {
    expect(danger(text)?.level).not.toBe("hard");
  });
});

test("the tables are as long as promised", () => {
  expect(HIDDEN.length).toBeGreaterThanOrEqual(60);
  expect(HARMLESS.length).toBeGreaterThanOrEqual(60);
});

describe("the past and the present", () => {
  test("rape told as past is asked about softly, never interrupted", () => {
    expect(danger("me violaron en mi país, por eso huí")).toEqual({ topic: "gender-violence", level: "soft", kind: "sexual-violence" });
  });

  test("a flight in one sentence is the past of the next", () => {
    expect(danger("Huí de mi país. Me detuvieron y me golpearon.")?.level).not.toBe("hard");
  });

  // An arrest is the reason for a flight only where it is said where or when; a doubt is a danger now.
  test.each<[then: string, open: string[], now: string]>([
    ["Me arrestaron en mi país", ["Me detuvieron", "Fui detenido", "Me detuvieron y tengo miedo de volver a mi país", "Tengo miedo de volver a mi país. Me detuvieron"], "Estoy detenido, en mi país me persiguen"],
    ["I was arrested in my country", ["I was arrested", "I was detained and I am afraid to go back to my country"], "I am detained, in my country they look for me"],
    ["La police m'a arrêté dans mon pays", ["J'ai été arrêté", "J'ai été arrêté et j'ai peur de retourner dans mon pays"], "Je suis détenu, dans mon pays on me cherche"],
    ["Fui preso no meu país", ["Fui preso", "Fui preso e tenho medo de voltar ao meu país"], "Estou preso, no meu país me perseguem"],
    ["Yo te arete m nan peyi m", ["Yo arete m", "Yo arete m e m pè tounen nan peyi m"], "Mwen nan prizon, nan peyi m y ap chèche m"],
    ["تم اعتقالي في سوريا", ["اعتقلوني", "اعتقلوني وأخاف العودة إلى بلدي"], "أنا معتقل، في بلدي يبحثون عني"],
  ])("%s", (then, open, now) => {
    expect(danger(then)).toBeNull();
    for (const text of [...open, now]) expect([text, danger(text)]).toEqual([text, { topic: "detention-deportation", level: "hard" }]);
  });

  test.each(["La policía me detuvo en Venezuela en 2019", "The police arrested me in my country", "I want asylum because I was jailed in Cuba", "On m'a arrêté au Congo il y a trois ans", "A polícia me prendeu no meu país", "Lapolis te arete m ann Ayiti", "اعتقلتني الشرطة في بلدي قبل سنتين"])("%s: that was then", text => { expect(danger(text)).toBeNull(); });

  test("an arrest of the past beside one of today is one of today", () => {
    expect(danger("I was arrested in my country and now immigration detained me here")).toMatchObject({ topic: "detention-deportation", level: "hard" });
    expect(danger("Me arrestaron en mi país y aquí estoy detenida")).toMatchObject({ topic: "detention-deportation", level: "hard" });
  });

  test("danger now is heard behind a past that was told", () => {
    expect(danger("En Colombia me amenazaron. Ahora mi marido me pega aquí en Panamá.")).toMatchObject({ topic: "gender-violence", level: "hard" });
  });
});

describe("hiding places", () => {
  const ramble = "buenas tardes disculpe la molestia yo quería preguntar por los cursos del inadeh y también por el permiso ".repeat(20);

  test("a long ramble around it hides nothing", () => {
    expect(danger(`${ramble} y quiero morirme ${ramble}`)).toMatchObject({ topic: "crisis", level: "hard" });
  });

  test("capitals, stretched letters, emoji and punctuation hide nothing", () => {
    for (const text of ["QUIEROOO MORIRME", "quiero… morirme 😭😭", "¡¡¡Quiero morirme!!!", "quiero\u200b morirme", "Q̶u̶iero morirme".replace(/̶/g, "\u0336")])
      expect(danger(text)).toMatchObject({ topic: "crisis", level: "hard" });
  });

  test("a second language in the same message hides nothing", () => {
    expect(danger("hello i need help, m vle mouri")).toMatchObject({ topic: "crisis", level: "hard" });
  });

  test("one slip in a long word hides nothing", () => {
    expect(danger("mi espso me golpea")).toMatchObject({ level: "hard" });
    expect(danger("quiero suicidrme")).toMatchObject({ topic: "crisis", level: "hard" });
  });

  test("an idiom does not cover a danger beside it", () => {
    expect(danger("me muero de hambre y mi marido me pega")).toMatchObject({ topic: "gender-violence", level: "hard" });
  });
});

describe("what denies it", () => {
  test.each(["mi marido no me pega", "I don't want to die", "je ne veux pas mourir", "no quiero morirme"])("%s", (text) => {
    expect(danger(text)?.level).not.toBe("hard");
  });
});

describe("what is no text", () => {
  test.each(["", " ", "???", "👍", "123456", "\ud800", "\u0000"])("nothing is found in %j", (text) => {
    expect(danger(text)).toBeNull();
  });

  test("an endless message is read to its 4,096th character and ends", () => {
    const flood = "me quiero mi no me la de que ".repeat(3000);
    expect(() => danger(flood)).not.toThrow();
    expect(danger("a ".repeat(2100) + "quiero morirme")).toBeNull();
  });
});
