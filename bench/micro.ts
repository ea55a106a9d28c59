/** What one turn costs the processor, without sockets and store: the session parsed, `hear`, `turn`, `say`, the session
 *  written; through the library's largest flow, on both channels. And what Botkit's pipeline adds around it. */
import { createSkills, type Skills } from "../bot/botkit.ts";
import { say } from "../bot/channels/say.ts";
import { hear } from "../bot/hear.ts";
import { wordsOf, type Said } from "../bot/inbound.ts";
import { thanks } from "../bot/skills/thanks.ts";
import { createWords } from "../bot/words.ts";
import { CHANNELS, type Channel } from "../flows/ids.ts";
import { library } from "../flows/library/index.ts";
import { newSession } from "../flows/session.ts";
import { readSession, writeSession } from "../flows/stored-session.ts";
import { turn } from "../flows/turn.ts";
import { loadContent } from "../server/content.ts";
import { createVocabulary } from "../server/vocabulary.ts";
import { median, type Figure } from "./figure.ts";
import { round } from "./load.ts";
import { ownPeakMb } from "./machine.ts";

const WARM_UP = 400, BATCHES = 9, BATCH = 120;      // conversations; about nine turns each

const words = createWords(loadContent({ name: "Bench", contact: "bench@localhost" }));
const vocabulary = createVocabulary(library, words);
const largest = Object.values(library.flows).toSorted((a, b) => Object.keys(b.steps).length - Object.keys(a.steps).length)[0]!;

/** Walks into the largest flow by its topic and its numbers, out again, and asks what nobody understands. */
const SAYS: readonly Said[] = [
  { kind: "text", text: "hola" },
  { kind: "text", text: "1" },
  { kind: "choice", id: `topic:${largest.topic}`, title: "" },
  { kind: "text", text: "1" },
  { kind: "text", text: "2" },
  { kind: "text", text: "1" },
  { kind: "text", text: "9" },
  { kind: "text", text: "quiero saber si con el carné de solicitante ya puedo sacar el permiso de trabajo y qué papeles me van a pedir" },
  { kind: "text", text: "no entendí bien lo que me dijeron ayer en la oficina, eran muchas personas y hacía calor" },
  { kind: "text", text: "menu" },
];

export async function measureTurn(): Promise<Figure[]> {
  const skills = await createSkills([thanks]);
  const bare: number[] = [], piped: number[] = [];
  for (let i = 0; i < WARM_UP; i++) { conversation(i); await conversationThrough(skills, i); }
  for (let batch = 0; batch < BATCHES; batch++) {
    bare.push(await perTurnUs(async i => conversation(i)));
    piped.push(await perTurnUs(i => conversationThrough(skills, i)));
  }
  await skills.close();
  const detail = { flow: largest.id, steps: Object.keys(largest.steps).length, turns: BATCHES * BATCH * SAYS.length, bareUs: bare.map(x => round(x)), pipedUs: piped.map(x => round(x)), peakMb: ownPeakMb() };
  return [
    { figure: "turn", what: "a turn: session parsed, hear, turn, say, session written; largest flow", value: round(median(bare)), unit: "µs", better: "less", must: 50, aim: 15, detail },
    { figure: "pipeline", what: "Botkit's pipeline on top of a turn", value: round(median(piped.map((us, i) => us - bare[i]!))), unit: "µs", better: "less", must: 500, aim: 250, detail },
  ];
}

async function perTurnUs(talk: (i: number) => Promise<void>): Promise<number> {
  const from = performance.now();
  for (let i = 0; i < BATCH; i++) await talk(i);
  return (performance.now() - from) * 1000 / (BATCH * SAYS.length);
}

const channelOf = (i: number): Channel => CHANNELS[i % CHANNELS.length]!;
let ids = 0;
const freshId = (): string => `id${ids++}`;

function conversation(i: number): void {
  let written = writeSession(library, newSession());
  for (const said of SAYS) written = takeTurn(written, said, channelOf(i));
}

async function conversationThrough(skills: Skills, i: number): Promise<void> {
  let written = writeSession(library, newSession());
  for (const said of SAYS) {
    const answered = await skills.answer({ text: wordsOf(said), language: "es", conversation: String(i), channel: channelOf(i) }, () => takeTurn(written, said, channelOf(i)));
    if (answered.kind !== "turn") throw new Error(`no skill was meant to answer, but it is ${answered.kind}`);
    written = answered.turned;
  }
}

const AT = 1_800_000_000_000;

/** The one place that knows the bot's functions: a message on a written session, and the session written again. */
function takeTurn(written: string, said: Said, channel: Channel): string {
  const session = readSession(library, written);
  const { heard, noticed } = hear(said, session, vocabulary(session, AT));
  const turned = turn(library, session, heard, noticed, AT + ids, freshId, { languages: words.languages, cases: "on", channel, waiting: false });
  if (turned.reply) say(turned.reply, channel, turned.session.language ?? "es", words);
  return writeSession(library, turned.session);
}
