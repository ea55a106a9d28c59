/** What every store must do, whatever it is made of: only the port is used here. An adapter's test calls `storeContract`
 *  with how to open an empty store, and to open the same one again as a process does after the last one died. */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Accepted, AddressKind, Bytes, Commit, ConversationId, HashedAddress, Lease, NewInbound, NewOutbound, NewReceipt, OutboundLease, Settle, Store } from "../../server/store/store.ts";

export type Opened = { store: Store; reopen(): Promise<Store>; close(): Promise<void> };
type FromPerson = Extract<NewInbound, { addresses: unknown }>;

const T = 1_790_000_000_000, SECOND = 1_000, MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 86_400_000;
const LEASE = 30 * SECOND;

/** Bytes that stand for a hash of `name`: the same for the same name, spread over all of them. */
export function hashOf(name: string, length = 16): Bytes {
  const out = new Uint8Array(length);
  let h = 2_166_136_261;
  for (let i = 0; i < length; i++) {
    for (const c of `${i}${name}`) h = Math.imul(h ^ c.charCodeAt(0), 16_777_619);
    out[i] = h >>> 24;
  }
  return out;
}
const sealed = (text: string): Bytes => new TextEncoder().encode(text);
const opened = (bytes: Bytes): string => new TextDecoder().decode(bytes);
const address = (kind: AddressKind, name: string): HashedAddress => ({ kind, hash: hashOf(name) });
const phone = (name: string): HashedAddress => address("wa-phone", name);
const user = (name: string): HashedAddress => address("wa-user", name);

let keys = 0;
export function message(from: string | HashedAddress[], text: string, more: Partial<FromPerson> = {}): FromPerson {
  return { key: hashOf(`key ${++keys}`), keyUntilDay: 0, at: T, sealed: sealed(text), origin: "person", addresses: typeof from === "string" ? [phone(from)] : from, sealedAddress: () => sealed(`to ${typeof from === "string" ? from : "several"}`), channel: "whatsapp", ...more };
}
const bot = (text: string, epoch = 0): NewOutbound => ({ kind: "bot", sealed: sealed(text), epoch });

export function storeContract(name: string, open: () => Promise<Opened>): void {
  describe(`${name} keeps the store's contract`, () => {
    let at: Opened, store: Store;
    beforeEach(async () => { at = await open(); store = at.store; });
    afterEach(() => at.close());
    const reopen = async (): Promise<void> => { store = await at.reopen(); };

    // ── short words for what a worker does ──────────────────────────────────────────────────────────────────────
    const one = async (m: NewInbound, now = T): Promise<Accepted> => (await store.accept([m], now))[0]!;
    async function arrive(m: NewInbound, now = T): Promise<{ conversation: ConversationId; seq: number }> {
      const a = await one(m, now);
      if (a.kind !== "new") throw new Error(`expected a new message, got ${a.kind}`);
      return a;
    }
    const lease = (now = T, max = 1): Promise<Lease[]> => store.lease(max, now, now + LEASE);
    async function leaseOne(now = T): Promise<Lease> {
      const [l] = await lease(now);
      if (!l) throw new Error("nothing to lease");
      return l;
    }
    const turn = (l: Lease, more: Partial<Commit> = {}): Commit => ({ conversation: l.conversation, fence: l.fence, inbound: l.inbound.seq, at: T, session: sealed("session"), language: "es", outbound: [], ...more });
    const commit = (l: Lease, more: Partial<Commit> = {}): Promise<"done" | "fenced"> => store.commit(turn(l, more));
    /** A message arrives and is answered with these rows. */
    async function answered(from: string | HashedAddress[], outbound: NewOutbound[], more: Partial<Commit> = {}): Promise<ConversationId> {
      const { conversation } = await arrive(message(from, "hola"));
      const l = await leaseOne();
      expect(l.conversation).toBe(conversation);
      expect(await commit(l, { outbound, ...more })).toBe("done");
      return conversation;
    }
    const toSend = (now = T, max = 10, channel: "whatsapp" | "sms" = "whatsapp"): Promise<OutboundLease[]> => store.leaseOutbound(channel, max, now, now + LEASE);
    async function sendOne(now = T): Promise<OutboundLease> {
      const [l] = await toSend(now, 1);
      if (!l) throw new Error("nothing to send");
      return l;
    }
    const settle = (l: OutboundLease, outcome: Settle["outcome"], now = T): Promise<"done" | "fenced"> => store.settle({ conversation: l.conversation, fence: l.fence, seq: l.seq, part: l.part, at: now, outcome });
    const sent = (id = "id", last = true): Settle["outcome"] => ({ kind: "sent", idHash: hashOf(id, 8), last });
    const receipt = (l: { conversation: ConversationId; seq: number }, status: NewReceipt["status"], more: Partial<NewReceipt> = {}): NewReceipt => ({ conversation: l.conversation, seq: l.seq, part: 0, status, idHash: hashOf("id", 8), at: T, ...more });
    const told = (l: { conversation: ConversationId; seq: number }, status: NewReceipt["status"], more: Partial<NewReceipt> = {}): Promise<number> => store.receipts([receipt(l, status, more)], more.at ?? T);
    const states = async (conversation: ConversationId): Promise<string[]> => (await store.thread(conversation)).filter(r => !["pending", "done", "dead"].includes(r.state)).map(r => r.state);
    const words = async (conversation: ConversationId): Promise<string[]> => (await store.thread(conversation)).map(r => opened(r.sealed));
    /** Everything that waits is leased, in order, and done. */
    async function readAll(now = T): Promise<string[]> {
      const all: string[] = [];
      for (let l; (l = (await lease(now))[0]);) {
        all.push(opened(l.inbound.sealed));
        await commit(l);
      }
      return all;
    }

    describe("what was told", () => {
      test("is counted by fact and day, without a conversation", async () => {
        for (const [facts, now] of [["fee phone", T], ["fee phone", T], ["phone-two", T + DAY], ["fee", T + 2 * DAY]] as const) {
          await arrive(message("ana", "hola", { at: now }), now);
          await commit(await leaseOne(now), { told: facts, at: now });
        }
        const since = Math.floor(T / DAY);
        expect(await Promise.all([store.told("fee", since), store.told("fee", since + 1), store.told("phone", since), store.told("phone-two", since), store.told("two", since)])).toEqual([3, 1, 2, 1, 0]);
      });

      test("a turn that is fenced off told nothing", async () => {
        await arrive(message("ana", "hola"));
        const lost = await leaseOne();
        await reopen();
        expect(await commit(lost, { told: "fee" })).toBe("fenced");
        expect(await store.told("fee", 0)).toBe(0);
      });
    });

    describe("accepting", () => {
      test("a stranger's message opens a conversation that can be leased", async () => {
        const a = await arrive(message("ana", "hola", { at: T - 5 }), T);
        expect(a.seq).toBe(1);
        const l = await leaseOne();
        expect(l).toMatchObject({ conversation: a.conversation, channel: "whatsapp", epoch: 0, holder: { kind: "bot" }, optedOut: false, session: null, agentRepliedAt: 0 });
        expect(l.inbound).toMatchObject({ seq: 1, origin: "person", at: T - 5, acceptedAt: T, attempts: 0 });
        expect(opened(l.inbound.sealed)).toBe("hola");
      });

      test("a message delivered twice is kept once and changes nothing", async () => {
        const m = message("ana", "hola");
        await arrive(m);
        expect(await one({ ...m, at: T + 1, addresses: [phone("other")] })).toEqual({ kind: "duplicate" });
        expect(await readAll()).toEqual(["hola"]);
      });

      test("a message delivered twice is known after a restart", async () => {
        const m = message("ana", "hola");
        await arrive(m);
        await reopen();
        expect(await one(m)).toEqual({ kind: "duplicate" });
      });

      test("two deliveries at once are kept once", async () => {
        const m = message("ana", "hola");
        const kinds = (await Promise.all([one(m), one(m), one(m)])).map(a => a.kind).toSorted();
        expect(kinds).toEqual(["duplicate", "duplicate", "new"]);
      });

      test("in a batch of 1,000 a duplicate costs only itself, and answers come in the order given", async () => {
        const known = message("p1", "known");
        await arrive(known);
        const batch = Array.from({ length: 1_000 }, (_, i) => i % 100 === 7 ? known : message(`p${i % 50}`, `m${i}`, { at: T + i }));
        const results = await store.accept(batch, T);
        expect(results.map(r => r.kind)).toEqual(batch.map(m => m === known ? "duplicate" : "new"));
        expect(await readAll()).toHaveLength(991);
      });

      test("messages of one call are numbered by their timestamps, equal ones as they came", async () => {
        const results = await store.accept([message("ana", "third", { at: T + 9 }), message("ana", "first", { at: T + 1 }), message("ana", "second", { at: T + 1 })], T);
        expect(results.map(r => r.kind === "new" && r.seq)).toEqual([3, 1, 2]);
        expect(await readAll()).toEqual(["first", "second", "third"]);
      });

      test("the oldest by the sender's timestamp is answered first, whenever it arrived", async () => {
        await arrive(message("ana", "late", { at: T + 10 }), T);
        await arrive(message("ana", "early", { at: T }), T + 20);
        expect(await readAll(T + 20)).toEqual(["early", "late"]);
      });

      test("accepts asked for one after the other, not awaited, take effect in that order", async () => {
        const results = await Promise.all([1, 2, 3].map(i => arrive(message("ana", `m${i}`))));
        expect(results.map(r => r.seq)).toEqual([1, 2, 3]);
        const [, leases] = await Promise.all([store.accept([message("eva", "x")], T), lease(T, 9)]);
        expect(leases).toHaveLength(2);
      });

      test("yes is an answer like any other, of strangers too, but of who opted out it opts in and waits for none", async () => {
        await arrive(message("ana", "YES", { silent: "yes" }));
        await commit(await leaseOne());
        await arrive(message("ana", "YES", { silent: "yes" }));
        await commit(await leaseOne());
        await arrive(message("ana", "STOP", { silent: "opted-out" }));
        await arrive(message("ana", "YES", { silent: "yes" }));
        expect(await lease()).toEqual([]);
        await arrive(message("ana", "hola"));
        expect(await leaseOne()).toMatchObject({ optedOut: false });
      });

      test.each<[string, FromPerson["silent"] & string, boolean]>([["opted-out", "opted-out", true], ["opted-in", "opted-in", false], ["help", "help", false]])("a message that the provider has answered (%s) waits for no answer", async (_, silent, optedOut) => {
        const m = message("ana", "STOP", { silent });
        expect((await one(m)).kind).toBe("new");
        expect(await lease()).toEqual([]);
        expect(await one(m)).toEqual({ kind: "duplicate" });
        await arrive(message("ana", "hola"));
        expect((await leaseOne()).optedOut).toBe(optedOut);
      });

      test("opting in ends opting out, and help does neither", async () => {
        await arrive(message("ana", "STOP", { silent: "opted-out" }));
        await arrive(message("ana", "HELP", { silent: "help" }));
        await arrive(message("ana", "hola"));
        const l = await leaseOne();
        expect(l.optedOut).toBe(true);
        await commit(l);
        await arrive(message("ana", "START", { silent: "opted-in" }));
        await arrive(message("ana", "hola"));
        expect((await leaseOne()).optedOut).toBe(false);
      });

      test("what comes from inside goes to its conversation, with its origin", async () => {
        const conversation = await answered("ana", []);
        const a = await one({ key: hashOf("agent 1"), keyUntilDay: 0, at: T, sealed: sealed("buenas"), origin: "agent", conversation });
        expect(a).toMatchObject({ kind: "new", conversation, seq: 2 });
        expect((await leaseOne()).inbound.origin).toBe("agent");
      });

      test("what comes from inside for a conversation that is gone is not kept", async () => {
        expect(await one({ key: hashOf("agent 2"), keyUntilDay: 0, at: T, sealed: sealed("x"), origin: "agent", conversation: 4_000 as ConversationId })).toEqual({ kind: "gone" });
        const conversation = await answered("ana", []);
        expect(await one({ key: hashOf("agent 2"), keyUntilDay: 0, at: T, sealed: sealed("x"), origin: "agent", conversation })).toMatchObject({ kind: "new" });
      });

      test("listeners hear when something is ready", async () => {
        const heard: string[] = [];
        store.onReady(what => heard.push(what));
        await arrive(message("ana", "hola"));
        expect(heard).toEqual(["inbound"]);
        await commit(await leaseOne(), { outbound: [bot("a")] });
        expect(heard).toContain("outbound");
      });
    });

    describe("people and addresses", () => {
      const conversationOf = async (m: NewInbound): Promise<ConversationId> => (await arrive(m)).conversation;

      test("the same phone is the same person", async () => {
        expect(await conversationOf(message("ana", "1"))).toBe(await conversationOf(message("ana", "2")));
      });

      test("another phone is another person", async () => {
        expect(await conversationOf(message("ana", "1"))).not.toBe(await conversationOf(message("eva", "2")));
      });

      test("a phone that brings a BSUID for the first time is the same person, found by either from then on", async () => {
        const c = await conversationOf(message("ana", "1"));
        expect(await conversationOf(message([user("PA.1"), phone("ana")], "2"))).toBe(c);
        expect(await conversationOf(message([user("PA.1")], "3"))).toBe(c);
        expect(await conversationOf(message("ana", "4"))).toBe(c);
      });

      test("a BSUID alone opens a conversation, and keeps it when a phone appears", async () => {
        const c = await conversationOf(message([user("PA.1")], "1"));
        expect(await conversationOf(message([user("PA.1"), phone("ana")], "2"))).toBe(c);
        expect(await conversationOf(message("ana", "3"))).toBe(c);
      });

      test("a recycled phone with another BSUID is a new person, and the old link ends", async () => {
        const before = await conversationOf(message([user("PA.1"), phone("n")], "1"));
        const after = await conversationOf(message([user("PA.2"), phone("n")], "2"));
        expect(after).not.toBe(before);
        expect(await conversationOf(message("n", "3"))).toBe(after);
        expect(await conversationOf(message([user("PA.1")], "4"))).toBe(before);
      });

      test("a known BSUID with a new phone takes that phone over, and the phone before it is nobody's", async () => {
        const ana = await conversationOf(message([user("PA.1"), phone("old")], "1"));
        const eva = await conversationOf(message("new", "2"));
        expect(await conversationOf(message([user("PA.1"), phone("new")], "3"))).toBe(ana);
        expect(await conversationOf(message("new", "4"))).toBe(ana);
        expect([ana, eva]).not.toContain(await conversationOf(message("old", "5")));
      });

      test("equal numbers on SMS and WhatsApp are two people", async () => {
        const wa = await conversationOf(message("n", "1"));
        const sms = await conversationOf(message([address("sms-phone", "n")], "2", { channel: "sms" }));
        expect(sms).not.toBe(wa);
        const leases = await lease(T, 9);
        expect(leases.map(l => l.channel).toSorted()).toEqual(["sms", "whatsapp"]);
        expect(leases[0]!.person).not.toBe(leases[1]!.person);
      });

      test("the address is sealed for a stranger and for a new address, and for nobody else", async () => {
        let times = 0;
        const sealedAddress = (): Bytes => { times++; return sealed("x"); };
        const m = message("ana", "1", { sealedAddress });
        for (const [each, after] of [[m, 1], [m, 1], [message("ana", "2", { sealedAddress }), 1], [message([user("PA.1"), phone("ana")], "3", { sealedAddress }), 2]] as const) {
          await one(each);
          expect(times).toBe(after);
        }
      });

      test("the sealed address is rewritten when an address is added, else kept", async () => {
        await arrive(message("ana", "1", { sealedAddress: () => sealed("first") }));
        await arrive(message("ana", "2", { sealedAddress: () => sealed("second") }));
        await commit(await leaseOne(), { outbound: [bot("a")] });
        const l = await sendOne();
        expect(opened(l.sealedAddress)).toBe("first");
        await settle(l, sent());
        await arrive(message([user("PA.1"), phone("ana")], "3", { sealedAddress: () => sealed("third") }));
        await commit(await leaseOne(), { outbound: [bot("b")] });
        expect(opened((await sendOne()).sealedAddress)).toBe("third");
      });

      test("nothing is sent to a phone that has become somebody else's, until its person before writes again", async () => {
        const ana = await answered([user("PA.1"), phone("n")], [bot("1")]);
        await arrive(message([user("PA.2"), phone("n")], "soy eva"));
        expect((await sendOne()).sealedAddress).toHaveLength(0);
        const eva = await leaseOne();
        await commit(eva, { outbound: [bot("2")] });
        expect(await sendOne()).toMatchObject({ conversation: eva.conversation, sealedAddress: sealed("to several") });
        await arrive(message([user("PA.1")], "sigo aquí", { sealedAddress: () => sealed("to PA.1") }), T + LEASE);
        expect(await sendOne(T + LEASE)).toMatchObject({ conversation: ana, sealedAddress: sealed("to PA.1") });
        await reopen();
        await arrive(message([user("PA.1")], "hola", { sealedAddress: () => sealed("again") }), T + LEASE);      // sealed once
        expect((await toSend(T + LEASE)).find(l => l.conversation === ana)).toMatchObject({ sealedAddress: sealed("to PA.1") });
      });

      test("nothing is sent to a phone that somebody else has moved to", async () => {
        const ana = await answered([user("PA.1"), phone("n")], [bot("1")]);
        await arrive(message("eva", "hola"));
        await store.move([{ key: hashOf("m"), keyUntilDay: 0, channel: "whatsapp", from: [phone("eva")], to: [phone("n")], sealedAddress: sealed("to n") }], T);
        expect(await sendOne()).toMatchObject({ conversation: ana, sealedAddress: new Uint8Array(0) });
      });

      test("a changed number moves the address and keeps the history", async () => {
        const c = await conversationOf(message("old", "1"));
        const move = { key: hashOf("move 1"), keyUntilDay: 0, channel: "whatsapp" as const, from: [phone("old")], to: [phone("new")], sealedAddress: sealed("to new") };
        await store.move([move], T);
        expect(await conversationOf(message("new", "2"))).toBe(c);
        const stranger = await conversationOf(message("old", "3"));
        expect(stranger).not.toBe(c);
        await store.move([move], T);   // told twice
        expect(await conversationOf(message("old", "4"))).toBe(stranger);
        await commit(await leaseOne(), { outbound: [bot("a")] });
        expect(opened((await sendOne()).sealedAddress)).toBe("to new");
      });

      test("a move to an address that somebody has takes it over; a move of a stranger does nothing", async () => {
        const ana = await conversationOf(message("a", "1")), eva = await conversationOf(message("e", "2"));
        await store.move([{ key: hashOf("m1"), keyUntilDay: 0, channel: "whatsapp", from: [phone("a")], to: [phone("e")], sealedAddress: sealed("e") }, { key: hashOf("m2"), keyUntilDay: 0, channel: "whatsapp", from: [phone("nobody")], to: [phone("x")], sealedAddress: sealed("x") }], T);
        expect(await conversationOf(message("e", "3"))).toBe(ana);
        expect([ana, eva]).not.toContain(await conversationOf(message("x", "4")));
      });
    });

    describe("leasing and committing a turn", () => {
      test("two leases at once never get the same conversation", async () => {
        for (let i = 0; i < 6; i++) await arrive(message(`p${i}`, "hola"));
        const all = (await Promise.all([lease(T, 4), lease(T, 4)])).flat().map(l => l.conversation);
        expect(all).toHaveLength(6);
        expect(new Set(all).size).toBe(6);
      });

      test("the longest waiting comes first", async () => {
        await arrive(message("b", "b"), T + 1);
        await arrive(message("a", "a"), T);
        await arrive(message("b", "b2"), T + 2);
        expect((await lease(T + 3, 9)).map(l => opened(l.inbound.sealed))).toEqual(["a", "b"]);
      });

      test("a conversation under lease is not leased again, and what came meanwhile is ready after the commit", async () => {
        await arrive(message("ana", "1"));
        const l = await leaseOne();
        await arrive(message("ana", "2"));
        expect(await lease()).toEqual([]);
        expect(await commit(l)).toBe("done");
        const second = await leaseOne();
        expect(opened(second.inbound.sealed)).toBe("2");
        expect(second.fence).toBeGreaterThan(l.fence);
        expect(opened(second.session!)).toBe("session");
        await commit(second);
        expect(await lease(T + DAY)).toEqual([]);
      });

      test("nothing is leased before it is ready, and a lease that ran out is free again, with one try more", async () => {
        await arrive(message("ana", "1"));
        const l = await leaseOne(T);
        expect(await lease(T + LEASE - 1)).toEqual([]);
        const again = await leaseOne(T + LEASE);
        expect(again.fence).toBeGreaterThan(l.fence);
        expect(again.inbound).toMatchObject({ seq: 1, attempts: 1 });
      });

      test("a commit under an older fence writes nothing", async () => {
        const { conversation } = await arrive(message("ana", "1"));
        const old = await leaseOne(T), young = await leaseOne(T + LEASE);
        expect(await commit(old, { outbound: [bot("old")], session: sealed("old"), ticket: { topic: "crisis", priority: "danger", language: "es" }, timers: [{ id: "old", at: T, sealed: sealed("") }] })).toBe("fenced");
        expect(await store.tickets()).toEqual([]);
        expect(await store.dueTimers(9, T, T)).toEqual([]);
        expect(await toSend()).toEqual([]);
        expect(await commit(young, { outbound: [bot("young")] })).toBe("done");
        expect(await words(conversation)).toEqual(["1", "young"]);
      });

      test.each(["commit", "postpone", "bury"] as const)("a turn is ended once: after a commit, %s is fenced", async verb => {
        await arrive(message("ana", "1"));
        const l = await leaseOne();
        await commit(l);
        const late = { commit: () => commit(l), postpone: () => store.postpone(l.conversation, l.fence, l.inbound.seq, T), bury: () => store.bury(turn(l), "turn:failed") };
        expect(await late[verb]()).toBe("fenced");
        expect(await store.dead()).toEqual([]);
      });

      test("a commit for a conversation that is not there is fenced", async () => {
        await arrive(message("ana", "1"));
        const l = await leaseOne();
        expect(await store.commit({ ...turn(l), conversation: 4_000 as ConversationId })).toBe("fenced");
        expect(await store.postpone(4_000 as ConversationId, 1, 1, T)).toBe("fenced");
      });

      test("a turn that failed is tried again at its time, before what came later, with one attempt more", async () => {
        await arrive(message("ana", "1"));
        const l = await leaseOne();
        expect(await store.postpone(l.conversation, l.fence, 1, T + MINUTE)).toBe("done");
        await arrive(message("ana", "2", { at: T + 1 }));
        expect(await lease(T + MINUTE - 1)).toEqual([]);
        expect((await leaseOne(T + MINUTE)).inbound).toMatchObject({ seq: 1, attempts: 1 });
      });

      test("the inbound is rewritten to the least that is needed, a null session leaves the session", async () => {
        const conversation = await answered("ana", []);
        await arrive(message("ana", "my secret"));
        await commit(await leaseOne(), { rewrite: sealed("proof given"), session: null });
        expect(await words(conversation)).toEqual(["hola", "proof given"]);
        await arrive(message("ana", "3"));
        expect(opened((await leaseOne()).session!)).toBe("session");
      });

      test("what was leased when a process died is free at once in the next, and its old commit is fenced", async () => {
        await arrive(message("ana", "1"));
        const l = await leaseOne();
        await reopen();
        const again = await leaseOne(T);
        expect(again.inbound.seq).toBe(1);
        expect(await commit(l)).toBe("fenced");
        expect(await commit(again)).toBe("done");
      });

      test("a turn that was under way when a process died counts as a try, one that was committed or put off does not count again", async () => {
        await arrive(message("a", "1"));
        await arrive(message("b", "1"));
        await arrive(message("c", "1"));
        const leases = await lease(T, 2);
        await commit(leases[0]!);
        await store.postpone(leases[1]!.conversation, leases[1]!.fence, 1, T);
        await lease(T, 2);
        await reopen();
        await reopen();
        expect((await lease(T, 9)).map(l => l.inbound.attempts)).toEqual([2, 1]);
      });

      test("a turn that was put off stays put off over a restart", async () => {
        await arrive(message("ana", "1"));
        const l = await leaseOne();
        await store.postpone(l.conversation, l.fence, 1, T + MINUTE);
        await reopen();
        expect(await lease(T)).toEqual([]);
        expect(await lease(T + MINUTE)).toHaveLength(1);
      });

      test("a turn may opt a person out and in", async () => {
        await answered("ana", [], { optedOut: true });
        await arrive(message("ana", "2"));
        const l = await leaseOne();
        expect(l.optedOut).toBe(true);
        await commit(l);
        await arrive(message("ana", "3"));
        const kept = await leaseOne();
        expect(kept.optedOut).toBe(true);
        await commit(kept, { optedOut: false });
        await arrive(message("ana", "4"));
        expect((await leaseOne()).optedOut).toBe(false);
      });

      test("the time of the agent's last reply is told", async () => {
        await answered("ana", [{ kind: "agent", sealed: sealed("x"), epoch: 0 }], { at: T + 7 });
        await arrive(message("ana", "2"));
        expect((await leaseOne()).agentRepliedAt).toBe(T + 7);
      });
    });

    describe("dead letters", () => {
      const bury = async (l: Lease, more: Partial<Commit> = {}): Promise<void> => { expect(await store.bury(turn(l, more), "turn:failed")).toBe("done"); };

      test("what is buried is listed, answered by what was committed with it, and out of the way", async () => {
        const { conversation } = await arrive(message("ana", "1"));
        await arrive(message("ana", "2"));
        await bury(await leaseOne(), { outbound: [bot("sorry")], at: T + 3 });
        expect(await store.dead()).toEqual([{ conversation, seq: 1, at: T + 3, attempts: 0, code: "turn:failed" }]);
        expect((await toSend(T + 3)).map(o => opened(o.sealed))).toEqual(["sorry"]);
        expect((await leaseOne()).inbound.seq).toBe(2);
      });

      test("a replayed dead letter is leased once more, before younger ones, its attempts forgotten", async () => {
        const { conversation } = await arrive(message("ana", "1"));
        const l = await leaseOne();
        await store.postpone(conversation, l.fence, 1, T);
        await bury(await leaseOne());
        await arrive(message("ana", "2", { at: T + 1 }));
        expect(await store.replay(conversation, 1, T)).toBe("done");
        expect(await store.replay(conversation, 1, T)).toBe("gone");
        expect(await store.dead()).toEqual([]);
        const again = await leaseOne();
        expect(again.inbound).toMatchObject({ seq: 1, attempts: 0 });
        await commit(again);
        expect(await readAll()).toEqual(["2"]);
      });

      test("only a dead letter can be replayed", async () => {
        const conversation = await answered("ana", []);
        expect(await store.replay(conversation, 1, T)).toBe("gone");
        expect(await store.replay(4_000 as ConversationId, 1, T)).toBe("gone");
      });
    });

    describe("timers and lookups", () => {
      const fromTimer = (conversation: ConversationId, id: string, key = id): NewInbound => ({ key: hashOf(`timer ${key}`), keyUntilDay: 0, at: T, sealed: sealed("timer"), origin: "timer", conversation, timer: id });
      const fromLookup = (conversation: ConversationId, id: string, key = id): NewInbound => ({ key: hashOf(`lookup ${key}`), keyUntilDay: 0, at: T, sealed: sealed("result"), origin: "result", conversation, lookup: id });
      const t = (id: string, when = T): { id: string; at: number; sealed: Bytes } => ({ id, at: when, sealed: sealed(id) });

      test("a timer is due at its time, to one worker, and again when that one's lease has run out", async () => {
        const conversation = await answered("ana", [], { timers: [t("t1", T + 5)] });
        expect(await store.dueTimers(9, T + 4, T + LEASE)).toEqual([]);
        const due = (await Promise.all([store.dueTimers(9, T + 5, T + LEASE), store.dueTimers(9, T + 5, T + LEASE)])).flat();
        expect(due.map(d => [d.id, d.conversation, opened(d.sealed)])).toEqual([["t1", conversation, "t1"]]);
        expect(await store.dueTimers(9, T + LEASE, T + DAY)).toHaveLength(1);
      });

      test("a timer ends when its message is accepted, and a second one is a duplicate", async () => {
        const conversation = await answered("ana", [], { timers: [t("t1")] });
        expect(await one(fromTimer(conversation, "t1"))).toMatchObject({ kind: "new", seq: 2 });
        expect(await one(fromTimer(conversation, "t1", "another key"))).toEqual({ kind: "duplicate" });
        expect(await store.dueTimers(9, T + DAY, T + DAY)).toEqual([]);
        expect((await leaseOne()).inbound.origin).toBe("timer");
      });

      test("a lookup's result is taken once", async () => {
        const conversation = await answered("ana", [], { lookups: [t("l1")] });
        const kinds = (await Promise.all([one(fromLookup(conversation, "l1")), one(fromLookup(conversation, "l1", "b"))])).map(a => a.kind);
        expect(kinds).toEqual(["new", "duplicate"]);
        expect(await store.dueLookups(9, T + DAY, T + DAY)).toEqual([]);
        expect((await leaseOne()).inbound.origin).toBe("result");
      });

      test("a lookup counts its tries and is put off", async () => {
        await answered("ana", [], { lookups: [t("l1")] });
        expect(await store.dueLookups(9, T, T + LEASE)).toMatchObject([{ id: "l1", attempts: 0 }]);
        await store.postponeLookup("l1", T + MINUTE);
        expect(await store.dueLookups(9, T + MINUTE - 1, T + DAY)).toEqual([]);
        expect(await store.dueLookups(9, T + MINUTE, T + DAY)).toMatchObject([{ id: "l1", attempts: 1 }]);
      });

      test("what a dead process had leased is due at once", async () => {
        await answered("ana", [], { timers: [t("t1")], lookups: [t("l1")] });
        await store.dueTimers(9, T, T + LEASE);
        await store.dueLookups(9, T, T + LEASE);
        await reopen();
        expect(await store.dueTimers(9, T, T + LEASE)).toHaveLength(1);
        expect(await store.dueLookups(9, T, T + LEASE)).toHaveLength(1);
      });

      test("no more than asked for are leased, the earliest first", async () => {
        await answered("ana", [], { timers: [t("b", T + 2), t("a", T + 1), t("c", T + 3)] });
        expect((await store.dueTimers(2, T + 9, T + LEASE)).map(d => d.id)).toEqual(["a", "b"]);
      });
    });

    describe("delivering", () => {
      test("a committed answer is leased with all that a send needs", async () => {
        const { conversation } = await arrive(message("ana", "hola", { at: T - 9 }));
        await commit(await leaseOne(), { outbound: [bot("buenas")], at: T + 1 });
        const l = await sendOne(T + 1);
        expect(l).toMatchObject({ conversation, channel: "whatsapp", seq: 1, kind: "bot", part: 0, attempts: 0, unknownSince: null, lastHeardAt: T - 9, madeAt: T + 1, sentIds: [] });
        expect([opened(l.sealed), opened(l.sealedAddress)]).toEqual(["buenas", "to ana"]);
      });

      test("one row of a conversation at a time, in order", async () => {
        const conversation = await answered("ana", [bot("1"), bot("2"), bot("3")]);
        const order: string[] = [];
        for (let i = 0; i < 3; i++) {
          const leases = await toSend();
          expect(leases).toHaveLength(1);
          expect(await toSend()).toEqual([]);
          order.push(opened(leases[0]!.sealed));
          expect(await settle(leases[0]!, sent(`id ${i}`))).toBe("done");
        }
        expect(order).toEqual(["1", "2", "3"]);
        expect(await states(conversation)).toEqual(["sent", "sent", "sent"]);
        expect(await toSend(T + DAY)).toEqual([]);
      });

      test("two leases at once never get the same row, and many conversations go in one", async () => {
        for (let i = 0; i < 6; i++) await answered(`p${i}`, [bot("x")]);
        const all = (await Promise.all([toSend(T, 4), toSend(T, 4)])).flat().map(l => l.conversation);
        expect(all).toHaveLength(6);
        expect(new Set(all).size).toBe(6);
      });

      test("each channel has a queue of its own", async () => {
        await answered("ana", [bot("wa")]);
        await arrive(message([address("sms-phone", "eva")], "hola", { channel: "sms" }));
        await commit(await leaseOne(), { outbound: [bot("sms")] });
        expect((await toSend(T, 9, "sms")).map(l => opened(l.sealed))).toEqual(["sms"]);
        expect((await toSend(T, 9, "whatsapp")).map(l => opened(l.sealed))).toEqual(["wa"]);
      });

      test("an answer of several parts goes on at the part that is next", async () => {
        const conversation = await answered("ana", [bot("1"), bot("2")]);
        await settle(await sendOne(), sent("a", false));
        const second = await sendOne();
        expect(second).toMatchObject({ seq: 1, part: 1, attempts: 0, unknownSince: null });
        await settle(second, { kind: "again", at: T });
        const retried = await sendOne();
        expect(retried).toMatchObject({ seq: 1, part: 1, attempts: 1 });
        await settle(retried, sent("b"));
        const last = await sendOne();
        expect(last).toMatchObject({ seq: 2, part: 0, attempts: 0 });
        await settle(last, { kind: "unknown", at: T });
        const looked = await sendOne();
        expect(looked.sentIds.map(id => [...id])).toEqual([[...hashOf("a", 8)], [...hashOf("b", 8)]]);
        expect(await states(conversation)).toEqual(["sent", "sending"]);
      });

      test("a new answer does not wait behind an old pause: whoever writes has a phone that is on", async () => {
        await answered("ana", [bot("1")]);
        await settle(await sendOne(), { kind: "again", at: T + 60 * MINUTE });
        await arrive(message("ana", "ayuda", { at: T + MINUTE }), T + MINUTE);
        await commit(await leaseOne(T + MINUTE), { outbound: [{ kind: "safety", sealed: sealed("safety"), epoch: 0 }], at: T + MINUTE });
        const first = await sendOne(T + MINUTE);
        expect(opened(first.sealed)).toBe("1");
        await settle(first, sent(), T + MINUTE);
        expect(opened((await sendOne(T + MINUTE)).sealed)).toBe("safety");
      });

      test("a receipt that says failed is not followed by sends without end", async () => {
        await answered("ana", [bot("1")]);
        let sends = 0;
        for (let now = T; sends < 20; now += MINUTE) {
          const [l] = await store.leaseOutbound("whatsapp", 1, now, now + LEASE);
          if (!l) break;
          sends++;
          await settle(l, sent(String(sends)), now);
          await told(l, "failed", { idHash: hashOf(String(sends), 8), remedy: { kind: "again", at: now } });
        }
        expect(sends).toBe(3);
      });

      test("a send that never went out is tried again at its time, and holds back what comes after it", async () => {
        await answered("ana", [bot("1"), bot("2")]);
        await settle(await sendOne(), { kind: "again", at: T + MINUTE });
        expect(await toSend(T + MINUTE - 1)).toEqual([]);
        expect(await sendOne(T + MINUTE)).toMatchObject({ seq: 1, attempts: 1, unknownSince: null });
      });

      test("a send of unknown fate says since when, until it is settled", async () => {
        await answered("ana", [bot("1")]);
        await settle(await sendOne(T + 1), { kind: "unknown", at: T + MINUTE });
        expect(await toSend(T + MINUTE - 1)).toEqual([]);
        const l = await sendOne(T + MINUTE);
        expect(l).toMatchObject({ part: 0, attempts: 1, unknownSince: T + 1 });
        await settle(l, { kind: "unknown", at: T + 2 * MINUTE });
        const still = await sendOne(T + 2 * MINUTE);
        expect(still).toMatchObject({ attempts: 1, unknownSince: T + 1 });
        await settle(still, { kind: "again", at: T + 2 * MINUTE });
        expect(await sendOne(T + 2 * MINUTE)).toMatchObject({ attempts: 1, unknownSince: null });
      });

      test("what is sent once more is on record before it begins: its next fate is unknown since then", async () => {
        await answered("ana", [bot("1")]);
        await settle(await sendOne(T), { kind: "unknown", at: T + 1 });
        expect(await store.resend(await sendOne(T + 1), T + 2)).toBe("done");
        await reopen();
        const l = await sendOne(T + LEASE);
        expect(l).toMatchObject({ part: 0, attempts: 2, unknownSince: T + 2 });
        expect(await settle(l, sent())).toBe("done");
      });

      test("a receipt that comes before it is sent once more stops that, and the answer goes on", async () => {
        const conversation = await answered("ana", [bot("1")]);
        await settle(await sendOne(T), { kind: "unknown", at: T + 1 });
        const l = await sendOne(T + 1);
        await told(l, "sent");
        expect(await store.resend(l, T + 2)).toBe("told");
        expect(await settle(l, { kind: "unknown", at: T + 2 }, T + 2)).toBe("done");
        const gone = await sendOne(T + 2);
        expect(gone).toMatchObject({ part: 1, unknownSince: null });
        expect(await settle(gone, { kind: "sent", idHash: new Uint8Array(0), last: true })).toBe("done");
        expect(await states(conversation)).toEqual(["sent"]);
        expect(await store.resend(l, T + 3)).toBe("fenced");
      });

      test("a lease that ran out may not send once more", async () => {
        await answered("ana", [bot("1")]);
        const lost = await sendOne(T);
        const l = await sendOne(T + LEASE);
        expect(await store.resend(lost, T + LEASE)).toBe("fenced");
        expect(await store.resend(l, T + LEASE)).toBe("done");
      });

      test("a lease that ran out without a settle is a send of unknown fate", async () => {
        await answered("ana", [bot("1")]);
        const lost = await sendOne(T);
        expect(await toSend(T + LEASE - 1)).toEqual([]);
        const l = await sendOne(T + LEASE);
        expect(l.unknownSince).toBe(T);
        expect(await settle(lost, sent())).toBe("fenced");
        expect(await settle(l, sent())).toBe("done");
      });

      test("a send that was under way when the process died is of unknown fate, and looked at at once", async () => {
        await answered("ana", [bot("1")]);
        const lost = await sendOne(T);
        await reopen();
        const l = await sendOne(T);
        expect(l).toMatchObject({ seq: 1, unknownSince: T, attempts: 1 });
        expect(await settle(lost, sent())).toBe("fenced");
      });

      test("a retry that waits for its time still waits after a restart", async () => {
        await answered("ana", [bot("1")]);
        await settle(await sendOne(), { kind: "again", at: T + MINUTE });
        await reopen();
        expect(await toSend(T)).toEqual([]);
        expect(await toSend(T + MINUTE)).toHaveLength(1);
      });

      test("a settle counts once", async () => {
        await answered("ana", [bot("1"), bot("2")]);
        const l = await sendOne();
        expect(await settle(l, sent())).toBe("done");
        expect(await settle(l, sent())).toBe("fenced");
        expect(await sendOne()).toMatchObject({ seq: 2 });
      });

      test("a refused send has failed for good, and the next goes on", async () => {
        const conversation = await answered("ana", [bot("1"), bot("2")]);
        await settle(await sendOne(), { kind: "refused", code: "number:invalid" });
        const l = await sendOne();
        expect(l.seq).toBe(2);
        await settle(l, sent());
        expect(await states(conversation)).toEqual(["failed", "sent"]);
      });

      test("what came meanwhile to the same outbox goes after what is under way", async () => {
        await answered("ana", [bot("1")]);
        const l = await sendOne();
        await answered("ana", [bot("2")]);
        expect(await toSend()).toEqual([]);
        await settle(l, sent());
        expect((await sendOne()).seq).toBe(2);
      });

      test("the most recent 32 ids are told", async () => {
        await answered("ana", Array.from({ length: 35 }, (_, i) => bot(`${i}`)));
        let l = await sendOne();
        for (let i = 0; i < 34; i++, l = await sendOne()) await settle(l, sent(`id ${i}`));
        await settle(l, { kind: "unknown", at: T });
        l = await sendOne();
        expect(l.sentIds).toHaveLength(32);
        expect(l.sentIds.map(id => [...id])).toContainEqual([...hashOf("id 33", 8)]);
      });
    });

    describe("parking", () => {
      test("a parked row waits for the person, later rows do not wait for it, and their message releases it", async () => {
        const conversation = await answered("ana", [{ kind: "agent", sealed: sealed("1"), epoch: 0 }, bot("2")]);
        await settle(await sendOne(), { kind: "parked", code: "window:closed" });
        const invitation = await sendOne();
        expect(opened(invitation.sealed)).toBe("2");
        await settle(invitation, sent());
        expect(await toSend(T + DAY)).toEqual([]);
        expect(await states(conversation)).toEqual(["parked", "sent"]);
        await reopen();
        await arrive(message("ana", "sí", { at: T + DAY }), T + DAY);
        expect(await sendOne(T + DAY)).toMatchObject({ seq: 1, unknownSince: null, lastHeardAt: T + DAY });
      });

      test("several parked rows are released in order", async () => {
        await answered("ana", [bot("1"), bot("2")]);
        await settle(await sendOne(), { kind: "parked", code: "window:closed" });
        await settle(await sendOne(), { kind: "parked", code: "window:closed" });
        await arrive(message("ana", "sí"));
        const first = await sendOne();
        await settle(first, sent());
        expect([first.seq, (await sendOne()).seq]).toEqual([1, 2]);
      });

      test("a row that parks after the person has written during its send is not left waiting", async () => {
        await answered("ana", [bot("1")]);
        const l = await sendOne();
        await arrive(message("ana", "sí", { at: T + 1 }));
        await settle(l, { kind: "parked", code: "window:closed" });
        expect(await sendOne()).toMatchObject({ seq: 1, lastHeardAt: T + 1 });
      });

      test("a release does not disturb a send that is under way", async () => {
        await answered("ana", [bot("1"), bot("2")]);
        await settle(await sendOne(), { kind: "parked", code: "window:closed" });
        const l = await sendOne();
        await arrive(message("ana", "sí"));
        expect(await toSend()).toEqual([]);
        expect(await settle(l, sent())).toBe("done");
        expect((await sendOne()).seq).toBe(1);
      });
    });

    describe("receipts", () => {
      test.each<[string, NewReceipt["status"][], string]>([
        ["climb", ["sent", "delivered", "read"], "read"],
        ["never fall", ["read", "delivered", "sent"], "read"],
        ["may leave out a step", ["read"], "read"],
        ["say nothing by queued", ["queued"], "sent"],
        ["do not fail what was delivered", ["delivered", "failed"], "delivered"],
        ["do not fail what was read", ["read", "failed"], "read"],
        ["make failed final", ["failed", "delivered", "read"], "failed"],
      ])("after the settle they %s", async (_, statuses, state) => {
        const conversation = await answered("ana", [bot("1")]);
        const l = await sendOne();
        await settle(l, sent());
        for (const status of statuses) expect(await told(l, status, status === "failed" ? { remedy: { kind: "refused", code: "number:invalid" } } : {})).toBe(1);
        expect(await states(conversation)).toEqual([state]);
        expect(await toSend(T + DAY)).toEqual([]);
      });

      test.each<[NewReceipt["status"], string]>([["sent", "sent"], ["delivered", "delivered"], ["read", "read"]])("a receipt (%s) that comes before the settle is not lost", async (status, state) => {
        const conversation = await answered("ana", [bot("1")]);
        const l = await sendOne();
        await told(l, status);
        expect(await settle(l, sent())).toBe("done");
        expect(await states(conversation)).toEqual([state]);
        expect(await toSend(T + DAY)).toEqual([]);
      });

      test.each<[string, Settle["outcome"]]>([["unknown", { kind: "unknown", at: T + MINUTE }], ["again", { kind: "again", at: T + MINUTE }], ["refused", { kind: "refused", code: "x:y" }], ["parked", { kind: "parked", code: "x:y" }]])("a receipt that came before a settle as %s wins: the part is not sent again", async (_, outcome) => {
        const conversation = await answered("ana", [bot("1")]);
        const l = await sendOne();
        await told(l, "delivered");
        await settle(l, outcome);
        const next = await sendOne();
        expect(next).toMatchObject({ seq: 1, part: 1, unknownSince: null });
        await settle(next, { kind: "sent", idHash: new Uint8Array(0), last: true });
        expect(await states(conversation)).toEqual(["delivered"]);
        expect(await toSend(T + DAY)).toEqual([]);
      });

      test("a receipt for a send of unknown fate makes it known at once", async () => {
        const conversation = await answered("ana", [bot("1"), bot("2")]);
        const l = await sendOne();
        await settle(l, { kind: "unknown", at: T + MINUTE });
        await told(l, "sent");
        const next = await sendOne();
        expect(next).toMatchObject({ seq: 1, part: 1, attempts: 0, unknownSince: null });
        await settle(next, { kind: "sent", idHash: new Uint8Array(0), last: true });
        expect((await sendOne()).seq).toBe(2);
        await told(l, "read");
        expect(await states(conversation)).toEqual(["read", "sending"]);
      });

      test("a receipt after a crash makes the send known", async () => {
        await answered("ana", [bot("1")]);
        const l = await sendOne();
        await reopen();
        await told(l, "delivered");
        expect(await sendOne()).toMatchObject({ part: 1, unknownSince: null });
      });

      test("of several parts the last one's receipts tell the state", async () => {
        const conversation = await answered("ana", [bot("1")]);
        await settle(await sendOne(), sent("a", false));
        const l = await sendOne();
        await settle(l, sent("b"));
        await told(l, "read", { part: 0 });
        expect(await states(conversation)).toEqual(["sent"]);
        await told(l, "delivered", { part: 1 });
        expect(await states(conversation)).toEqual(["delivered"]);
      });

      test("failed with again sends the row once more at its time, its attempts kept", async () => {
        await answered("ana", [bot("1")]);
        const l = await sendOne();
        await settle(l, sent("a"));
        const failed = { idHash: hashOf("a", 8), remedy: { kind: "again" as const, at: T + MINUTE } };
        await told(l, "failed", failed);
        expect(await toSend(T + MINUTE - 1)).toEqual([]);
        const retry = await sendOne(T + MINUTE);
        expect(retry).toMatchObject({ seq: 1, part: 0, attempts: 1, unknownSince: null });
        await told(l, "failed", failed);                                   // told twice
        await told(l, "sent", { idHash: hashOf("a", 8) });                 // and late
        expect(await settle(retry, sent("b"))).toBe("done");
        expect(await toSend(T + DAY)).toEqual([]);
      });

      test("failed before the settle fences the sender off", async () => {
        const conversation = await answered("ana", [bot("1"), bot("2")]);
        const l = await sendOne();
        await told(l, "failed", { remedy: { kind: "refused", code: "number:invalid" } });
        expect(await settle(l, sent())).toBe("fenced");
        expect((await sendOne()).seq).toBe(2);
        expect((await states(conversation))[0]).toBe("failed");
      });

      test("failed with parked waits for the person", async () => {
        const conversation = await answered("ana", [bot("1")]);
        const l = await sendOne();
        await settle(l, sent());
        await told(l, "failed", { remedy: { kind: "parked", code: "window:closed" } });
        expect(await states(conversation)).toEqual(["parked"]);
        expect(await toSend(T + DAY)).toEqual([]);
        await arrive(message("ana", "sí"));
        expect(await sendOne()).toMatchObject({ seq: 1, part: 0 });
      });

      test("failed with parked is sent again if the person has written since, and waits for them when that comes to nothing", async () => {
        const conversation = await answered("ana", [bot("1")]);
        await settle(await sendOne(), sent("a"));
        await arrive(message("ana", "sigo aquí", { at: T + 2 }));
        await commit(await leaseOne());
        for (const id of ["a", "b"]) {
          await told({ conversation, seq: 1 }, "failed", { idHash: hashOf(id, 8), remedy: { kind: "parked", code: "window:closed" } });
          expect(await states(conversation)).toEqual(["queued"]);
          await settle(await sendOne(), sent(id === "a" ? "b" : "c"));
        }
        await told({ conversation, seq: 1 }, "failed", { idHash: hashOf("c", 8), remedy: { kind: "parked", code: "window:closed" } });
        expect(await states(conversation)).toEqual(["parked"]);
        await arrive(message("ana", "¿hola?", { at: T + 3 }));
        expect(await sendOne()).toMatchObject({ seq: 1, part: 0 });
      });

      test("a late failure of an earlier row does not touch the one under way", async () => {
        await answered("ana", [bot("1"), bot("2")]);
        const first = await sendOne();
        await settle(first, sent("a"));
        const second = await sendOne();
        await told(first, "failed", { idHash: hashOf("a", 8), remedy: { kind: "again", at: T } });
        expect(await toSend()).toEqual([]);
        expect(await settle(second, sent("b"))).toBe("done");
        expect((await sendOne()).seq).toBe(1);
      });

      test("receipts that name nothing we have are not counted and make nothing", async () => {
        const conversation = await answered("ana", [bot("1")]);
        const known = { conversation, seq: 1 };
        expect(await store.receipts([receipt({ conversation, seq: 9 }, "read"), receipt({ conversation: 4_000 as ConversationId, seq: 1 }, "failed"), receipt(known, "queued")], T)).toBe(1);
        expect(await states(conversation)).toEqual(["queued"]);
      });
    });

    describe("the helpdesk", () => {
      const ticket = (priority: "danger" | "normal", topic: "crisis" | "talk-to-human" | "detention-deportation" = "talk-to-human") => ({ topic, priority, language: "es" as const });

      test("a ticket makes the conversation wait, without raising the epoch", async () => {
        const conversation = await answered("ana", [], { ticket: ticket("normal"), at: T + 3 });
        expect(await store.tickets()).toEqual([{ conversation, channel: "whatsapp", topic: "talk-to-human", priority: "normal", language: "es", speaks: null, openedAt: T + 3, epoch: 0, holder: { kind: "waiting" } }]);
        await arrive(message("ana", "2"));
        expect(await leaseOne()).toMatchObject({ holder: { kind: "waiting" }, epoch: 0 });
      });

      test("danger comes first, then the longest waiting", async () => {
        const normal = await answered("a", [], { ticket: ticket("normal"), at: T });
        const young = await answered("b", [], { ticket: ticket("danger", "crisis"), at: T + 2 });
        const old = await answered("c", [], { ticket: ticket("danger", "crisis"), at: T + 1 });
        expect((await store.tickets()).map(t => t.conversation)).toEqual([old, young, normal]);
      });

      test("a conversation has one ticket, which danger raises and nothing lowers", async () => {
        await answered("ana", [], { ticket: ticket("normal"), at: T });
        await answered("ana", [], { ticket: ticket("danger", "crisis"), at: T + 1 });
        await answered("ana", [], { ticket: ticket("normal"), at: T + 2 });
        expect(await store.tickets()).toMatchObject([{ topic: "crisis", priority: "danger", openedAt: T }]);
      });

      test("a language that was named stays on the ticket, whatever opens it again", async () => {
        await answered("ana", [], { ticket: ticket("normal") });
        expect(await store.tickets()).toMatchObject([{ speaks: null }]);
        await answered("ana", [], { ticket: { ...ticket("normal"), speaks: sealed("guna") } });
        await answered("ana", [], { ticket: ticket("danger", "crisis") });
        await reopen();
        expect((await store.tickets()).map(t => [t.topic, opened(t.speaks!)])).toEqual([["crisis", "guna"]]);
      });

      test("exactly one of two claims wins, and the epoch is raised once", async () => {
        const conversation = await answered("ana", [], { ticket: ticket("normal") });
        const [a, b] = await Promise.all([store.claim(conversation, "rosa", T, T + MINUTE), store.claim(conversation, "luis", T, T + MINUTE)]);
        expect(a).toEqual({ kind: "claimed", epoch: 1 });
        expect(b).toEqual({ kind: "held", agent: "rosa" });
        expect(await store.tickets()).toMatchObject([{ epoch: 1, holder: { kind: "human", agent: "rosa", activeAt: T, until: T + MINUTE } }]);
      });

      test("an agent who claims again what they hold keeps it, under the same epoch", async () => {
        const conversation = await answered("ana", []);
        await store.claim(conversation, "rosa", T, T + MINUTE);
        expect(await store.claim(conversation, "rosa", T + 5, T + 2 * MINUTE)).toEqual({ kind: "claimed", epoch: 1 });
        expect(await store.touch(conversation, "rosa", 1, T + 6, T + 2 * MINUTE)).toBe("done");
      });

      test("a conversation can be claimed without a ticket, one that is not there cannot", async () => {
        const conversation = await answered("ana", []);
        expect(await store.claim(conversation, "rosa", T, T + MINUTE)).toEqual({ kind: "claimed", epoch: 1 });
        expect(await store.claim(4_000 as ConversationId, "rosa", T, T + MINUTE)).toEqual({ kind: "gone" });
      });

      test("what comes in while an agent holds is leased all the same, and says who holds", async () => {
        const conversation = await answered("ana", []);
        await store.claim(conversation, "rosa", T, T + MINUTE);
        await arrive(message("ana", "2"));
        expect(await leaseOne()).toMatchObject({ epoch: 1, holder: { kind: "human", agent: "rosa", activeAt: T, until: T + MINUTE } });
      });

      test("a claim drops what the bot had to say under the older epoch, never a safety text or an agent's words", async () => {
        const conversation = await answered("ana", [bot("bot"), { kind: "safety", sealed: sealed("safety"), epoch: 0 }, { kind: "agent", sealed: sealed("agent"), epoch: 0 }, bot("bot 2")]);
        const { epoch } = await store.claim(conversation, "rosa", T, T + MINUTE) as { epoch: number };
        await arrive(message("ana", "2"));
        await commit(await leaseOne(), { outbound: [bot("new", epoch)] });
        const out: string[] = [];
        for (let l; (l = (await toSend())[0]);) {
          out.push(opened(l.sealed));
          await settle(l, sent());
        }
        expect(out).toEqual(["safety", "agent", "new"]);
        expect(await states(conversation)).toEqual(["dropped", "sent", "sent", "dropped", "sent"]);
      });

      test("a conversation whose outbox was only stale comes to rest", async () => {
        const stale = await answered("a", [bot("x")]);
        await store.claim(stale, "rosa", T, T + MINUTE);
        await answered("b", [bot("y")]);
        expect((await toSend(T, 1)).map(l => opened(l.sealed))).toEqual(["y"]);
        expect(await toSend(T)).toEqual([]);
        expect((await store.backlog(T)).outbound).toBe(1);
      });

      test("a receipt for a row that was dropped while its fate was unknown tells that it went out", async () => {
        const conversation = await answered("ana", [bot("1")]);
        const l = await sendOne();
        await settle(l, { kind: "unknown", at: T });
        await store.claim(conversation, "rosa", T, T + MINUTE);
        expect(await toSend()).toEqual([]);
        expect(await states(conversation)).toEqual(["dropped"]);
        await told(l, "delivered");
        expect(await states(conversation)).toEqual(["delivered"]);
      });

      test("a touch keeps a hold alive; by another agent or under another epoch it is stale", async () => {
        const conversation = await answered("ana", []);
        await store.claim(conversation, "rosa", T, T + MINUTE);
        expect(await store.touch(conversation, "luis", 1, T, T + DAY)).toBe("stale");
        expect(await store.touch(conversation, "rosa", 0, T, T + DAY)).toBe("stale");
        expect(await store.touch(conversation, "rosa", 1, T + 5, T + 2 * MINUTE)).toBe("done");
        expect(await store.lapse(T + MINUTE + 1)).toBe(0);
        await arrive(message("ana", "2"));
        expect((await leaseOne()).holder).toEqual({ kind: "human", agent: "rosa", activeAt: T + 5, until: T + 2 * MINUTE });
      });

      test.each(["return", "resolve"] as const)("%s gives the conversation to the bot, closes the ticket and raises the epoch", async how => {
        const conversation = await answered("ana", [], { ticket: ticket("normal") });
        await store.claim(conversation, "rosa", T, T + MINUTE);
        expect(await store.handBack(conversation, "luis", 1, how, T)).toBe("stale");
        expect(await store.handBack(conversation, "rosa", 0, how, T)).toBe("stale");
        expect(await store.handBack(conversation, "rosa", 1, how, T)).toBe("done");
        expect(await store.handBack(conversation, "rosa", 1, how, T)).toBe("stale");
        expect(await store.tickets()).toEqual([]);
        await arrive(message("ana", "2"));
        expect(await leaseOne()).toMatchObject({ epoch: 2, holder: { kind: "bot" } });
      });

      test("requeue puts the ticket back at the front, under a new epoch", async () => {
        const conversation = await answered("ana", [], { ticket: ticket("normal"), at: T });
        const other = await answered("eva", [], { ticket: ticket("normal"), at: T + 1 });
        await store.claim(conversation, "rosa", T + 2, T + MINUTE);
        expect(await store.handBack(conversation, "rosa", 1, "requeue", T + 3)).toBe("done");
        expect((await store.tickets()).map(t => [t.conversation, t.openedAt, t.epoch, t.holder.kind])).toEqual([[conversation, T, 2, "waiting"], [other, T + 1, 0, "waiting"]]);
        expect(await store.claim(conversation, "luis", T + 4, T + MINUTE)).toEqual({ kind: "claimed", epoch: 3 });
      });

      test("a silent agent's hold lapses: the ticket waits again and the epoch is raised", async () => {
        const conversation = await answered("ana", [], { ticket: ticket("danger", "crisis") });
        await store.claim(conversation, "rosa", T, T + MINUTE);
        expect(await store.lapse(T + MINUTE)).toBe(0);
        expect(await store.lapse(T + MINUTE + 1)).toBe(1);
        expect(await store.lapse(T + MINUTE + 1)).toBe(0);
        expect(await store.tickets()).toMatchObject([{ conversation, openedAt: T, epoch: 2, priority: "danger", holder: { kind: "waiting" } }]);
        expect(await store.touch(conversation, "rosa", 1, T, T + DAY)).toBe("stale");
      });

      test("a hold without a ticket that lapses leaves a ticket: nobody falls out of sight", async () => {
        const conversation = await answered("ana", []);
        await store.claim(conversation, "rosa", T, T + MINUTE);
        await store.lapse(T + MINUTE + 1);
        expect(await store.tickets()).toMatchObject([{ conversation, topic: "talk-to-human", priority: "normal", openedAt: T, holder: { kind: "waiting" } }]);
      });

      test("a hold whose time is over does not keep another agent out", async () => {
        const conversation = await answered("ana", []);
        await store.claim(conversation, "rosa", T, T + MINUTE);
        expect(await store.claim(conversation, "luis", T + MINUTE + 1, T + DAY)).toEqual({ kind: "claimed", epoch: 2 });
        expect(await store.touch(conversation, "rosa", 1, T, T + DAY)).toBe("stale");
      });

      test("holds and tickets outlive the process", async () => {
        const conversation = await answered("ana", [], { ticket: ticket("normal") });
        await store.claim(conversation, "rosa", T, T + MINUTE);
        await reopen();
        expect(await store.tickets()).toMatchObject([{ conversation, holder: { kind: "human", agent: "rosa" } }]);
      });

      test("the thread holds the result of a look-up, as it was rewritten", async () => {
        const conversation = await answered("ana", [bot("buenas")]);
        await one({ key: hashOf("result"), keyUntilDay: 0, at: T + 2, sealed: sealed("found"), origin: "result", conversation });
        await commit(await leaseOne(T + 2), { rewrite: sealed("found, untold") });
        expect((await store.thread(conversation)).map(r => [r.from, opened(r.sealed), r.state]).at(-1)).toEqual(["system", "found, untold", "done"]);
      });

      test("the thread shows who said what, by time, an agent's words once", async () => {
        const { conversation } = await arrive(message("ana", "hola", { at: T }));
        await commit(await leaseOne(), { outbound: [bot("buenas")], at: T + 1 });
        await one({ key: hashOf("agent words"), keyUntilDay: 0, at: T + 2, sealed: sealed("soy Rosa"), origin: "agent", conversation });
        expect((await store.thread(conversation)).map(r => [r.from, r.seq, opened(r.sealed), r.state])).toEqual([["person", 1, "hola", "done"], ["bot", 1, "buenas", "queued"], ["agent", 2, "soy Rosa", "pending"]]);
        await commit(await leaseOne(), { outbound: [{ kind: "agent", sealed: sealed("soy Rosa"), epoch: 0 }], at: T + 3 });
        expect((await store.thread(conversation)).map(r => [r.from, r.at, r.state])).toEqual([["person", T, "done"], ["bot", T + 1, "queued"], ["agent", T + 3, "queued"]]);
        expect(await store.thread(4_000 as ConversationId)).toEqual([]);
      });
    });

    describe("erasing", () => {
      const eraseWith = async (l: Lease, outbound: NewOutbound[]): Promise<void> => { expect(await commit(l, { erase: true, outbound })).toBe("done"); };

      test("everything of a person goes at once, the last word is still delivered, then nothing is left", async () => {
        const conversation = await answered([user("PA.1"), phone("ana")], [bot("earlier")], { ticket: { topic: "talk-to-human", priority: "normal", language: "es" }, timers: [{ id: "t", at: T, sealed: sealed("t") }], lookups: [{ id: "l", at: T, sealed: sealed("l") }] });
        await store.claim(conversation, "rosa", T, T + MINUTE);
        const m = message([user("PA.1")], "borra");
        await arrive(m);
        await eraseWith(await leaseOne(), [bot("done", 1)]);
        expect(await store.thread(conversation)).toEqual([]);
        expect(await store.tickets()).toEqual([]);
        expect(await store.dueTimers(9, T, T)).toEqual([]);
        expect(await store.dueLookups(9, T, T)).toEqual([]);
        expect(await store.claim(conversation, "luis", T, T)).toEqual({ kind: "gone" });
        expect(await one({ key: hashOf("late"), keyUntilDay: 0, at: T, sealed: sealed("x"), origin: "agent", conversation })).toEqual({ kind: "gone" });
        const l = await sendOne();
        expect([opened(l.sealed), opened(l.sealedAddress)]).toEqual(["done", "to several"]);
        expect(await settle(l, sent())).toBe("done");
        expect(await told(l, "read")).toBe(0);
        expect(await settle(l, sent())).toBe("fenced");
        expect(await toSend(T + DAY)).toEqual([]);
        expect(await one(m)).toEqual({ kind: "duplicate" });
      });

      test("whoever writes from that address afterwards is a fresh stranger with a new id, at once", async () => {
        const old = await answered([user("PA.1"), phone("ana")], [], { optedOut: true });
        await arrive(message("ana", "borra"));
        const l = await leaseOne();
        await eraseWith(l, [bot("done")]);
        const { conversation } = await arrive(message("ana", "hola"));
        expect(conversation).not.toBe(old);
        const fresh = await leaseOne();
        expect(fresh).toMatchObject({ conversation, session: null, optedOut: false, epoch: 0 });
        expect(fresh.person).not.toBe(l.person);
      });

      test("ids are not used again, also when nobody came in between and after a restart", async () => {
        const { conversation } = await arrive(message("ana", "borra"));
        await eraseWith(await leaseOne(), []);
        await reopen();
        expect((await arrive(message("ana", "hola"))).conversation).not.toBe(conversation);
      });

      test("a send that was under way and its late receipts recreate nothing", async () => {
        const conversation = await answered("ana", [bot("earlier")]);
        const l = await sendOne();
        await arrive(message("ana", "borra"));
        await eraseWith(await leaseOne(), []);
        expect(await settle(l, sent())).toBe("fenced");
        expect(await told(l, "failed", { remedy: { kind: "again", at: T } })).toBe(0);
        expect(await toSend(T + DAY)).toEqual([]);
        expect(await store.thread(conversation)).toEqual([]);
        expect(await store.backlog(T)).toMatchObject({ inbound: 0, outbound: 0, dead: 0 });
      });

      test.each<[string, Settle["outcome"]]>([["refused", { kind: "refused", code: "x:y" }], ["parked", { kind: "parked", code: "x:y" }]])("a last word that is %s is not kept either", async (_, outcome) => {
        await arrive(message("ana", "borra"));
        await eraseWith(await leaseOne(), [bot("done")]);
        const l = await sendOne();
        await settle(l, outcome);
        expect(await told(l, "sent")).toBe(0);
      });

      test("a last word of unknown fate is looked at again like any other", async () => {
        await arrive(message("ana", "borra"));
        await eraseWith(await leaseOne(), [bot("done")]);
        await settle(await sendOne(), { kind: "unknown", at: T + 1 });
        expect(await sendOne(T + 1)).toMatchObject({ unknownSince: T });
      });

      test("what they wrote after asking, and nobody had read, is answered as a stranger's", async () => {
        const { conversation } = await arrive(message([user("PA.1"), phone("ana")], "borra", { at: T }));
        const l = await leaseOne();
        await arrive(message([user("PA.1"), phone("ana")], "ayuda", { at: T + 1 }));
        await eraseWith(l, [bot("done")]);
        const next = await leaseOne();
        expect(next).toMatchObject({ session: null, inbound: { at: T + 1 } });
        expect(next.conversation).not.toBe(conversation);
        expect((await arrive(message([user("PA.1")], "3"))).conversation).toBe(next.conversation);
      });
    });

    describe("erasing while danger is open", () => {
      const danger = { topic: "gender-violence" as const, priority: "danger" as const, language: "es" as const };
      const agentSays = (conversation: ConversationId, text: string, now = T): Promise<Accepted> => one({ key: hashOf(`agent ${text}`), keyUntilDay: 0, at: now, sealed: sealed(text), origin: "agent", conversation }, now);

      /** Somebody in danger has asked to be forgotten, and heard that they are. */
      async function erasedInDanger(more: Partial<Commit> = {}, before: () => Promise<unknown> = () => Promise.resolve()): Promise<ConversationId> {
        const conversation = await answered([user("PA.1"), phone("ana")], [bot("earlier")], { ticket: danger, timers: [{ id: "t", at: T, sealed: sealed("t") }], lookups: [{ id: "l", at: T, sealed: sealed("l") }], ...more });
        await before();
        await arrive(message([user("PA.1")], "borra"));
        const l = await leaseOne();
        expect(await commit(l, { erase: true, outbound: [bot("done", l.epoch)] })).toBe("done");
        return conversation;
      }
      async function deliverLastWord(): Promise<OutboundLease> {
        const l = await sendOne();
        expect([opened(l.sealed), opened(l.sealedAddress)]).toEqual(["done", "to several"]);
        expect(await settle(l, sent())).toBe("done");
        return l;
      }
      const claimed = async (conversation: ConversationId, now = T): Promise<number> => {
        const claim = await store.claim(conversation, "rosa", now, now + MINUTE);
        if (claim.kind !== "claimed") throw new Error(`not claimed but ${claim.kind}`);
        return claim.epoch;
      };
      async function isGone(conversation: ConversationId): Promise<void> {
        expect(await store.tickets()).toEqual([]);
        expect(await store.thread(conversation)).toEqual([]);
        expect(await store.claim(conversation, "luis", T, T)).toEqual({ kind: "gone" });
        expect(await agentSays(conversation, "tarde")).toEqual({ kind: "gone" });
        expect(await lease(T + 9 * DAY)).toEqual([]);
        expect(await toSend(T + 9 * DAY)).toEqual([]);
        expect(await store.forgetWords(T + 9 * DAY)).toBe(0);
      }

      test("every word goes at once, the last one is delivered, and the ticket stays", async () => {
        const conversation = await erasedInDanger();
        expect(await words(conversation)).toEqual(["done"]);
        expect(await store.dueTimers(9, T + DAY, T + DAY)).toEqual([]);
        expect(await store.dueLookups(9, T + DAY, T + DAY)).toEqual([]);
        expect(await lease(T + DAY)).toEqual([]);
        const last = await deliverLastWord();
        expect(await words(conversation)).toEqual([]);
        expect(await told(last, "read")).toBe(0);
        expect(await store.tickets()).toMatchObject([{ conversation, topic: "gender-violence", priority: "danger", openedAt: T, holder: { kind: "waiting" } }]);
      });

      test("a language that was named goes with the words", async () => {
        await erasedInDanger({ ticket: { ...danger, speaks: sealed("guna") } });
        expect(await store.tickets()).toMatchObject([{ topic: "gender-violence", speaks: null }]);
      });

      test("it can be claimed, and an agent's answer is delivered to the address, with no session behind it", async () => {
        const conversation = await erasedInDanger();
        await deliverLastWord();
        await reopen();
        const epoch = await claimed(conversation);
        expect(await agentSays(conversation, "soy Rosa")).toMatchObject({ kind: "new" });
        const l = await leaseOne();
        expect(l).toMatchObject({ conversation, session: null, holder: { kind: "human", agent: "rosa" } });
        await commit(l, { session: null, language: null, outbound: [{ kind: "agent", sealed: sealed("soy Rosa"), epoch }] });
        const out = await sendOne();
        expect([opened(out.sealed), opened(out.sealedAddress)]).toEqual(["soy Rosa", "to several"]);
        expect(await settle(out, sent())).toBe("done");
        expect(await told(out, "read")).toBe(1);
        expect(await words(conversation)).toEqual(["soy Rosa"]);
      });

      test("a message from that address is a stranger's, in a second conversation", async () => {
        const conversation = await erasedInDanger();
        const { conversation: second } = await arrive(message([user("PA.1"), phone("ana")], "hola"));
        expect(second).not.toBe(conversation);
        const l = await leaseOne();
        expect(l).toMatchObject({ conversation: second, session: null, epoch: 0, holder: { kind: "bot" } });
        expect(l.person).not.toBe(Math.floor(conversation / 4));
        expect(await store.tickets()).toMatchObject([{ conversation }]);
      });

      test("an agent who held it holds it still, and a lapse puts it back to the front", async () => {
        const conversation = await erasedInDanger({}, async () => claimed(await store.tickets().then(t => t[0]!.conversation)));
        expect(await store.tickets()).toMatchObject([{ conversation, holder: { kind: "human", agent: "rosa" } }]);
        await deliverLastWord();
        expect(await store.lapse(T + MINUTE + 1)).toBe(1);
        expect(await store.tickets()).toMatchObject([{ conversation, priority: "danger", holder: { kind: "waiting" } }]);
      });

      test.each(["return", "resolve"] as const)("when the ticket is closed (%s) everything is gone", async how => {
        const conversation = await erasedInDanger();
        await deliverLastWord();
        const epoch = await claimed(conversation);
        expect(await store.handBack(conversation, "rosa", epoch, how, T)).toBe("done");
        await isGone(conversation);
      });

      test("an agent's answer that waits to be sent when the ticket is closed still goes out, then everything is gone", async () => {
        const conversation = await erasedInDanger();
        await deliverLastWord();
        const epoch = await claimed(conversation);
        await agentSays(conversation, "adiós");
        await commit(await leaseOne(), { session: null, outbound: [{ kind: "agent", sealed: sealed("adiós"), epoch }] });
        await store.handBack(conversation, "rosa", epoch, "resolve", T);
        expect(await store.tickets()).toEqual([]);
        expect(await agentSays(conversation, "una cosa más")).toEqual({ kind: "gone" });
        const out = await sendOne();
        expect(opened(out.sealed)).toBe("adiós");
        expect(await settle(out, sent())).toBe("done");
        await isGone(conversation);
      });

      test("a requeue closes nothing", async () => {
        const conversation = await erasedInDanger();
        const epoch = await claimed(conversation);
        await store.handBack(conversation, "rosa", epoch, "requeue", T);
        expect(await store.tickets()).toMatchObject([{ conversation, holder: { kind: "waiting" } }]);
      });

      test.each([["waits", false], ["is held", true]])("after 72 hours everything is gone, also when it %s; an answer given meanwhile moves nothing", async (_, held) => {
        const conversation = await erasedInDanger();
        await deliverLastWord();
        const epoch = await claimed(conversation, T + DAY);
        await agentSays(conversation, "soy Rosa", T + DAY);
        await commit(await leaseOne(T + DAY), { at: T + DAY, session: null, outbound: [{ kind: "agent", sealed: sealed("soy Rosa"), epoch }] });
        await settle(await sendOne(T + DAY), sent(), T + DAY);
        if (!held) await store.handBack(conversation, "rosa", epoch, "requeue", T + DAY);
        expect(await store.forgetWords(T + 72 * HOUR - 1)).toBe(0);
        expect(await store.tickets()).toHaveLength(1);
        expect(await store.forgetWords(T + 72 * HOUR)).toBe(1);
        expect(await store.touch(conversation, "rosa", epoch, T + 72 * HOUR, T + 9 * DAY)).toBe("stale");
        await isGone(conversation);
      });

      test("without a last word the ticket and the address stay all the same", async () => {
        const conversation = await answered("ana", [], { ticket: danger });
        await arrive(message("ana", "borra"));
        await commit(await leaseOne(), { erase: true, outbound: [] });
        expect(await words(conversation)).toEqual([]);
        expect(await store.tickets()).toMatchObject([{ conversation }]);
        expect(await claimed(conversation)).toBe(1);
      });

      test("danger that shows in the very turn that erases is open danger", async () => {
        const { conversation } = await arrive(message("ana", "borra"));
        await commit(await leaseOne(), { erase: true, outbound: [bot("done")], ticket: danger });
        expect(await store.tickets()).toMatchObject([{ conversation, holder: { kind: "waiting" } }]);
      });

      test("a send that was under way is fenced off", async () => {
        const conversation = await answered("ana", [bot("earlier")], { ticket: danger });
        const l = await sendOne();
        await arrive(message("ana", "borra"));
        await commit(await leaseOne(), { erase: true, outbound: [] });
        expect(await settle(l, sent())).toBe("fenced");
        expect(await told(l, "failed", { remedy: { kind: "again", at: T } })).toBe(0);
        expect(await words(conversation)).toEqual([]);
      });

      test("the next erasure from that address is another person's, and leaves the ticket alone", async () => {
        const conversation = await erasedInDanger();
        const second = await answered([user("PA.1"), phone("ana")], []);
        await arrive(message("ana", "borra"));
        await commit(await leaseOne(), { erase: true, outbound: [] });
        expect(await store.claim(second, "luis", T, T)).toEqual({ kind: "gone" });
        expect(await store.tickets()).toMatchObject([{ conversation }]);
      });
    });

    describe("terms", () => {
      async function rested(from = "ana", more: Partial<Commit> = {}): Promise<ConversationId> {
        const conversation = await answered(from, [bot("buenas")], more);
        await settle(await sendOne(), sent());
        return conversation;
      }

      test("words and session go a day after the last answer; the person and the language stay", async () => {
        const conversation = await rested();
        expect(await store.forgetWords(T + DAY - MINUTE)).toBe(0);
        expect(await words(conversation)).toEqual(["hola", "buenas"]);
        expect(await store.forgetWords(T + DAY)).toBe(1);
        expect(await store.forgetWords(T + DAY)).toBe(0);
        expect(await words(conversation)).toEqual([]);
        const next = await arrive(message("ana", "otra vez"));
        expect(next).toEqual({ kind: "new", conversation, seq: 2 });
        expect(await leaseOne()).toMatchObject({ session: null, language: "es" });
      });

      test("a later answer moves the term", async () => {
        const conversation = await rested();
        await arrive(message("ana", "2", { at: T + MINUTE }), T + MINUTE);
        await commit(await leaseOne(T + MINUTE), { outbound: [bot("b")], at: T + MINUTE });
        await settle(await sendOne(T + MINUTE), sent("b"), T + MINUTE);
        expect(await store.forgetWords(T + DAY)).toBe(0);
        expect(await store.forgetWords(T + DAY + MINUTE)).toBe(1);
        expect(await words(conversation)).toEqual([]);
      });

      test("while a ticket is open the words stay, and go when it is closed", async () => {
        const conversation = await rested("ana", { ticket: { topic: "talk-to-human", priority: "normal", language: "es" } });
        expect(await store.forgetWords(T + 9 * DAY)).toBe(0);
        await store.claim(conversation, "rosa", T, T + MINUTE);
        await store.handBack(conversation, "rosa", 1, "resolve", T + DAY);
        expect(await store.forgetWords(T + 9 * DAY)).toBe(1);
      });

      test("what is not answered or not delivered yet is not forgotten", async () => {
        const unsent = await answered("b", [bot("not sent")]);
        const unread = await answered("a", []);
        await arrive(message("a", "pending"));
        expect(await store.forgetWords(T + 9 * DAY)).toBe(0);
        expect(await words(unsent)).toEqual(["hola", "not sent"]);
        expect(await words(unread)).toEqual(["hola", "pending"]);
      });

      test("an agent's answer that waits for the person stays, a month at most", async () => {
        await answered("ana", [{ kind: "agent", sealed: sealed("x"), epoch: 0 }]);
        await settle(await sendOne(), { kind: "parked", code: "window:closed" });
        expect(await store.forgetWords(T + 29 * DAY)).toBe(0);
        expect(await store.forgetWords(T + 32 * DAY)).toBe(1);
      });

      test("a turn that answered nothing starts the term too", async () => {
        const conversation = await answered("ana", []);
        expect(await store.forgetWords(T + DAY)).toBe(1);
        expect(await words(conversation)).toEqual([]);
      });

      test("many are forgotten in one call", async () => {
        for (let i = 0; i < 3; i++) await store.accept(Array.from({ length: 150 }, (_, j) => message(`p${i}-${j}`, "x")), T);
        await Promise.all((await lease(T, 450)).map(l => commit(l)));
        expect(await store.forgetWords(T + DAY)).toBe(450);
      });

      test("keys are forgotten after their day, those kept for good never", async () => {
        const short = message("a", "1", { keyUntilDay: 100 }), long = message("b", "2", { keyUntilDay: 200 }), ever = message("c", "3", { keyUntilDay: 0 });
        await store.accept([short, long, ever], T);
        expect(await store.forgetKeys(100)).toBe(0);
        expect(await store.forgetKeys(101)).toBe(1);
        expect((await store.accept([short, long, ever], T)).map(a => a.kind)).toEqual(["new", "duplicate", "duplicate"]);
      });
    });

    describe("the rest", () => {
      test("small values are remembered over a restart, the last one counts", async () => {
        expect(await store.recall("cursor")).toBeNull();
        await store.remember("cursor", sealed("1"));
        await store.remember("cursor", sealed("2"));
        await reopen();
        expect(opened((await store.recall("cursor"))!)).toBe("2");
      });

      test("of two who remember something first, one does, and both are told what is", async () => {
        const kept = await Promise.all(["1", "2"].map(value => store.rememberFirst("key", sealed(value))));
        expect(kept.map(opened)).toEqual(["1", "1"]);
        await store.remember("key", sealed("3"));
        expect(opened(await store.rememberFirst("key", sealed("4")))).toBe("3");
      });

      test("the backlog counts what waits and since when", async () => {
        expect(await store.backlog(T)).toEqual({ inbound: 0, oldestInbound: null, outbound: 0, oldestOutbound: null, tickets: 0, dead: 0, lookups: 0 });
        await arrive(message("ana", "1"), T + 1);
        await arrive(message("ana", "2"), T + 2);
        await arrive(message("eva", "3"), T + 3);
        await commit(await leaseOne(T + 4), { at: T + 4, outbound: [bot("a"), bot("b")], ticket: { topic: "crisis", priority: "danger", language: "es" }, lookups: [{ id: "l", at: T + DAY, sealed: sealed("") }] });
        expect(await store.backlog(T + 4)).toEqual({ inbound: 2, oldestInbound: T + 2, outbound: 2, oldestOutbound: T + 4, tickets: 1, dead: 0, lookups: 1 });
        await store.bury(turn(await leaseOne(T + 4)), "turn:failed");
        expect(await store.backlog(T + 4)).toMatchObject({ inbound: 1, dead: 1 });
      });

      test("it answers a ping, and refuses work once closed", async () => {
        await store.ping();
        await store.close();
        await expect(store.ping()).rejects.toThrow();
        await expect(one(message("ana", "1"))).rejects.toThrow();
      });

      test("what was asked for before a close is done", async () => {
        const accepted = one(message("ana", "1"));
        await store.close();
        expect((await accepted).kind).toBe("new");
        await reopen();
        expect(await readAll()).toEqual(["1"]);
      });
    });
  });
}
