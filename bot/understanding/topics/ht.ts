/** Haitian Creole: the commonest names of the topics. Grammar: `phrases.ts`. No native speaker has read it. */
import type { TopicWords } from "../topic.ts";

export const ht: TopicWords = {
  classes: {},
  topics: {
    "asylum-steps": ["azil", "refij", "refijye", "mande|fè|aplike|jwenn ?yon ?pou ?demann ?estati azil|refij|refijye|pwoteksyon", "onpar", "demann azil|refij"],
    "case-status": ["dosye|demann mwen|m|nou", "ka mwen|m ?an", "kote|kijan|estati|nouvèl|swiv|wè ..2 dosye|demann ?mwen ?m ?nou", "nimewo ka|dosye", "dosye"],
    "work-permit": ["pèmi|otorizasyon|papye|kat ?pou ?de travay", "pèmi travay", "dwa ?pou ?m travay", "eske|èske|ka|kapab ?m ?mwen ?ka travay ?legal", "travay legalman|legal", "mitradel", "pèmi"],
    inadeh: ["inadeh", "fòmasyon|kou|kous ?pwofesyonèl ?gratis ?teknik", "aprann ?yon metye|soude|koud|kizin|pwofesyon", "fòmasyon", "etidye nan inadeh"],
    university: ["inivèsite|iniversite ?panama", "etid siperyè|inivèsite", "etidye ..2 inivèsite|medsin|dwa"],
    "mental-health": ["sante mantal", "sikològ|sikyat|sikolog|psikològ|terapi", "èd|sipò sikolojik|emosyonèl|moral", "depresyon|deprime|estrès|estrese|anksyete|kochma|twomatis", "santi ?m ?mwen ?trè tris|mal|poukont|sèl|pou_kont", "pa ka dòmi", "tris anpil"],
    "talents-without-borders": ["talan|talento|talents san|sin fwontyè|fronteras", "chache|bezwen|jwenn|vle ?yon travay|djob|anplwa", "djob", "anplwa", "pa gen travay|djob", "san travay"],
    "about-puente": ["ki sa|moun ki|sa ?ye puente|sa_a|ap_reponn|dèyè", "kisa puente|sa ?ye ?a", "eske|èske ou|nou se ?yon robo|moun|gouvènman|polis|imigrasyon", "eske|èske ?li ?sa se ?li gratis|sekirite|konfidansyèl"],
    "delete-my-data": ["efase|siprime|retire ..2 done|enfòmasyon|mesaj|nimewo|konvèsasyon", "done mwen|m"],
    "talk-to-human": ["pale ?ak ?avèk ?avek ak|avèk|avek ?yon moun|ajan|imen", "pale ak|avèk ?yon moun", "rele mwen|m", "yon moun"],
    "language-change": ["chanje lang", "lòt lang"],
  },
  unwanted: ["pa vle|bezwen|chache|mande ?yon ?pou"],
};
