/** French: the commonest names of the topics. Grammar: `phrases.ts`. No native speaker has read it. */
import type { TopicWords } from "../topic.ts";

export const fr: TopicWords = {
  classes: {},
  topics: {
    "asylum-steps": ["asile", "refuge", "demande|demander|demandeur|demandeuse|obtenir|faire|etapes|procedure ?une ?l ?le ?de ?d ?du ?pour ?demande asile|refuge|refugie", "statut de refugie", "refugie|refugiee|refugies", "onpar", "protection internationale"],
    "case-status": ["mon|notre dossier|cas", "ma demande", "etat|statut|suivi|suivre|voir|consulter|avancement ?de ?du ?sur ?mon ?ma ?ou ?en dossier|demande|cas", "ou en est ..2", "numero de dossier|cas", "nouvelles de ?mon ?ma dossier|demande"],
    "work-permit": ["permis|autorisation|carte|visa de|pour ?du ?le travail|travailler", "permis de travail", "permis travail", "droit de travailler", "travailler legalement|legal", "puis|peux je|on travailler", "peux|puis|dois ?je ?on travailler ?ici ?au ?panama ?legalement", "mitradel"],
    inadeh: ["inadeh", "formation|formations|cours|stage ?professionnelle ?professionnelles ?gratuit ?gratuite ?gratuits ?de ?d ?technique", "apprendre un metier", "apprendre ?un ?le metier|soudure|couture|cuisine|espagnol"],
    university: ["universite|universites|fac|faculte ?de ?du ?panama", "etudes superieures|universitaires", "licence|master universitaire", "etudier ..2 universite|medecine|droit"],
    "mental-health": ["sante mentale", "soutien|aide|appui|suivi psychologique|moral|psychosocial|psychologiques", "psychologue|psychiatre|psy|therapeute|therapie", "depression|deprime|deprimee|anxiete|angoisse|stress|stresse|stressee|traumatisme|insomnie|cauchemars", "sens ?tres ?si ?trop mal|triste|seul|seule|deprime|deprimee|vide", "dors|dormir pas|plus", "peux|arrive pas|plus ?a dormir", "crise|crises|attaque de panique|angoisse"],
    "talents-without-borders": ["talent|talents sans|sin frontieres|frontiere|fronteras", "cherche|chercher|trouver|besoin|veux ?d ?un ?du ?de travail|emploi|boulot|job|travailler", "offre|offres d|de emploi|travail", "emploi", "emplois", "boulot", "sans emploi|travail", "chomage", "au chomage", "cv"],
    "about-puente": ["qu est ce que|c_est ?c ?est puente|ce|cela", "c est quoi puente|ca|ce", "qui ?est ?vous lit|gere|repond|etes|derriere ..3", "etes vous ?un ?une ?le ?du robot|gouvernement|humain|personne|police|bot", "est ce que c est|gratuit|confidentiel|sur ?gratuit ?confidentiel"],
    "delete-my-data": ["supprimer|supprime|supprimez|effacer|efface|effacez|enlever ..2 donnees|messages|informations|compte|conversation|numero", "mes donnees ?personnelles"],
    "talk-to-human": ["parler|discuter|contacter ?a ?avec quelqu|une|un|conseiller ?un ?une ?vraie ?vrai personne|humain|agent|conseiller|conseillere", "parler a|avec quelqu ..1", "vraie personne", "appelez moi"],
    "language-change": ["changer ?de ?la langue", "autre langue", "parle|parler pas ?l espagnol"],
  },
  unwanted: ["veux|cherche|demande|besoin pas|plus|rien ?un ?une ?de ?d ?le", "ne|n veux|ai ?pas ?besoin ?de ?d ?un"],
};
