/** Portuguese: the commonest names of the topics. Grammar: `phrases.ts`. No native speaker has read it. */
import type { TopicWords } from "../topic.ts";

export const pt: TopicWords = {
  classes: {},
  topics: {
    "asylum-steps": ["refugio", "asilo", "refugiado|refugiada|refugiados", "pedir|pedido|solicitar|solicitacao|solicito|peço|conseguir|processo|passos|etapas ?o ?um ?de ?do ?para refugio|asilo|refugiado", "onpar", "protecao internacional"],
    "case-status": ["meu|nosso caso|processo|pedido|protocolo", "minha solicitacao", "status|situacao|andamento|estado|consultar|ver|acompanhar ?de ?do ?da ?o ?a ?meu ?minha caso|processo|pedido|solicitacao", "numero do|de caso|processo", "como esta|anda ?o ?a meu|minha caso|processo|pedido|solicitacao"],
    "work-permit": ["permissao|autorizacao|permisso|visto|carteira de|para|pra trabalho|trabalhar", "permissao de trabalho", "posso|podemos|direito ?a ?de ?legalmente trabalhar", "trabalhar legalmente|legal", "mitradel"],
    inadeh: ["inadeh", "curso|cursos|capacitacao|formacao ?gratis ?gratuito ?gratuitos ?tecnico ?profissionalizante", "aprender ?uma ?um profissao|oficio", "cursos"],
    university: ["universidade|universidades ?de ?do ?panama", "faculdade", "ensino superior", "estudar ?na ?em ?numa universidade|faculdade|medicina|direito|enfermagem"],
    "mental-health": ["saude mental|emocional", "apoio|ajuda|atendimento psicologico|psicologica|emocional", "psicologo|psicologa|psiquiatra|terapia|terapeuta", "ansiedade|depressao|deprimido|deprimida|ansioso|ansiosa|angustia|insonia|trauma|panico", "me sinto|sentindo ?muito ?tao triste|mal|sozinha|sozinho|vazia|vazio|perdida|perdido", "nao consigo|durmo ?dormir", "pesadelos", "ataque|crise de panico|ansiedade", "estou ?muito triste|deprimida|deprimido"],
    "talents-without-borders": ["talento|talentos sem|sin fronteiras|fronteira|fronteras", "procuro|procurando|procurar|busco|buscar|preciso|quero|arrumar|encontrar|conseguir ?um ?de trabalho|emprego|trampo|servico", "vaga|vagas ?de ?emprego", "emprego|empregos", "desempregado|desempregada", "sem emprego|trabalho", "curriculo", "trampo"],
    "about-puente": ["o que e puente|isso|isto", "quem ?e ?sao|le|responde|esta|fez le|responde|voces|administra|voce ..3", "voce|voces e|sao ?um ?do ?da robo|governo|humano|pessoa|policia|migracao|bot", "isso e ?de gratis|seguro|golpe|confidencial|gratuito"],
    "delete-my-data": ["apagar|apague|apaguem|deletar|excluir|delete|remover|exclua|eliminar ..2 dados|mensagens|informacoes|conversa|conta|numero", "meus dados ?pessoais"],
    "talk-to-human": ["falar|conversar com ?uma ?um ?alguma pessoa|humano|alguem|atendente|agente", "pessoa real", "me liga|liguem"],
    "language-change": ["mudar|trocar ?de ?o idioma|lingua", "outro idioma", "outra lingua", "nao falo espanhol"],
  },
  unwanted: ["nao ?e quero|preciso|procuro|estou|busco|sobre ?procurando ?um ?uma ?o ?a"],
};
