/** Holds every answer against what was asked: what came, what was lost, what came twice or too early. Knows nothing of
 *  channels or of the server. */
import type { Offer, Send } from "./wire.ts";

export type Step = {
  expect: RegExp; sentAt: number;
  /** An answer is owed: the server said 2xx, or the provider lists the message for whoever missed its webhook. */
  owed: boolean;
  answeredAt: number | null;
  answered: () => void;
};
export type Conversation = { phone: string; steps: Step[]; offers: Offer[]; texts: Set<string>; refs: Set<string> };

export type Score = {
  expected: number; answered: number; lost: number; duplicated: number; outOfOrder: number; unexpected: number; strangers: number;
  replyMs: number[]; samples: string[];
};

export type Scorer = {
  open(phone: string): Conversation;
  ask(conversation: Conversation, expect: RegExp): Step;
  saw(send: Send): void;
  score(): Score;
  /** When an answer last came in. */
  lastAt(): number;
};

const MOST_SAMPLES = 5;

export function createScorer(): Scorer {
  const people = new Map<string, Conversation>();
  const counts = { duplicated: 0, outOfOrder: 0, unexpected: 0, strangers: 0 };
  const replyMs: number[] = [], samples: string[] = [];
  const began = performance.now();
  let lastAt = 0;
  const note = (what: string, send: Send): void => { if (samples.length < MOST_SAMPLES) samples.push(`${what} (${send.ref ?? "no id"}, after ${Math.round(performance.now() - began)} ms): ${send.text.slice(0, 80)}`); };

  return {
    open(phone) {
      const conversation: Conversation = { phone, steps: [], offers: [], texts: new Set(), refs: new Set() };
      people.set(phone, conversation);
      return conversation;
    },
    ask(conversation, expect) {
      const step: Step = { expect, sentAt: performance.now(), owed: false, answeredAt: null, answered: () => {} };
      conversation.steps.push(step);
      return step;
    },
    saw(send) {
      lastAt = performance.now();
      const conversation = people.get(send.to);
      if (!conversation) { counts.strangers++; return; }
      if (send.ref !== undefined && conversation.refs.has(send.ref)) { counts.duplicated++; note("twice, by its own id", send); return; }
      if (send.ref !== undefined) conversation.refs.add(send.ref);
      const open = conversation.steps.filter(step => step.answeredAt === null);
      const step = open.find(s => s.expect.test(send.text));
      if (!step) {
        const again = conversation.texts.has(send.text);
        counts[again ? "duplicated" : "unexpected"]++;
        note(again ? "twice" : "unexpected", send);
        return;
      }
      if (step !== open[0]) { counts.outOfOrder++; note("too early", send); }
      conversation.texts.add(send.text);
      conversation.offers = send.offers;
      step.answeredAt = lastAt;
      replyMs.push(lastAt - step.sentAt);
      step.answered();
    },
    score() {
      let expected = 0, answered = 0, lost = 0;
      for (const { steps } of people.values()) for (const step of steps) {
        if (step.answeredAt !== null) answered++;
        else if (step.owed) lost++;
        if (step.owed || step.answeredAt !== null) expected++;
      }
      return { expected, answered, lost, ...counts, replyMs, samples };
    },
    lastAt: () => lastAt,
  };
}
