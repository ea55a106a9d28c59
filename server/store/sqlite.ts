/** The embedded store: one SQLite file, one server process. Verbs that write go through group commit; what they do is in
 *  `sqlite/`. In: a path and a role. Out: the port. */
import type { Millis } from "../../flows/ids.ts";
import { desk as openDesk } from "./sqlite/desk.ts";
import { openFile, type Database, type Role } from "./sqlite/file.ts";
import { group as openGroup } from "./sqlite/group.ts";
import { inbox as openInbox } from "./sqlite/inbox.ts";
import { fences, leases } from "./sqlite/leases.ts";
import { outbox as openOutbox } from "./sqlite/outbox.ts";
import { people } from "./sqlite/people.ts";
import { remains as openRemains } from "./sqlite/remains.ts";
import { errands as openErrands } from "./sqlite/errands.ts";
import { seen } from "./sqlite/seen.ts";
import { term as openTerm } from "./sqlite/term.ts";
import { turns as openTurns } from "./sqlite/turns.ts";
import type { Bytes, Store } from "./store.ts";

export { MIGRATIONS, SCHEMA_VERSION } from "./sqlite/migrations.ts";

type What = "inbound" | "outbound";

/** Opens or makes the database at `path` (`:memory:` for tests). `server`: one process only; what a dead one had leased is
 *  free again. `admin`: beside it. Throws one sentence that says what to do when the file is held or too new. */
export async function openSqlite(path: string, options: { role: Role; now?: () => Millis }): Promise<Store> {
  const now = options.now ?? Date.now;
  const file = openFile(path, options.role), db = file.db;
  try {
    return verbs(db, file.close, options.role, now);
  } catch (error) {
    file.close();
    throw error;
  }
}

function verbs(db: Database, closeFile: () => void, role: Role, now: () => Millis): Store {
  const woken = new Set<What>();
  const listeners: ((what: What) => void)[] = [];
  const wake = (what: What): void => { woken.add(what); };
  const serves = role === "server", raise = serves ? fences(db) : () => 0;
  const atTurns = leases(raise), atSends = leases(raise);
  const { write, read, idle, end } = openGroup(db, () => {
    woken.clear();
    atTurns.takeBack();
    atSends.takeBack();
  }, () => {
    atTurns.stay();
    atSends.stay();
    for (const what of woken) for (const listener of listeners) listener(what);
  });
  const who = people(db), keys = seen(db), remains = openRemains(db, atTurns, atSends);
  const inbox = openInbox(db, who, keys, atSends, wake), desk = openDesk(db, remains, wake), outbox = openOutbox(db, { remains, leases: atSends, wake });
  const turns = openTurns(db, { people: who, box: inbox, desk, remains, leases: atTurns, wake }), errands = openErrands(db), term = openTerm(db, { write, read, idle, end }, remains, keys);

  const recalled = db.prepare("SELECT value FROM remembered WHERE name = ?");
  const remembered = db.prepare("INSERT INTO remembered(name, value) VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value");
  const rememberedFirst = db.prepare("INSERT INTO remembered(name, value) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const waitingIn = db.prepare("SELECT count(*) AS n, min(i.accepted_at) AS since FROM conversation c JOIN inbox i ON i.conversation = c.id AND i.seq >= c.first_in AND i.state = 1 WHERE c.ready_at IS NOT NULL");
  const waitingOut = db.prepare("SELECT count(*) AS n, min(o.at) AS since FROM conversation c JOIN outbox o ON o.conversation = c.id AND o.seq >= c.first_out AND o.state IN (5, 6) WHERE c.send_at IS NOT NULL");
  const counts = db.prepare("SELECT (SELECT count(*) FROM ticket) AS tickets, (SELECT count(*) FROM dead) AS dead, (SELECT count(*) FROM lookup) AS lookups");
  const toldOf = db.prepare("SELECT coalesce(sum(n), 0) AS n FROM told WHERE day >= ? AND instr(' ' || facts || ' ', ' ' || ? || ' ') > 0");
  const alive = db.prepare("PRAGMA user_version");

  if (serves) {
    db.exec("BEGIN IMMEDIATE");
    turns.free();
    outbox.free(now());
    errands.free(now());
    db.exec("COMMIT");
  }

  let closed = false;
  return {
    accept: (messages, at) => write(() => inbox.accept(messages, at)),
    move: moves => write(() => inbox.move(moves)),

    lease: async (max, at, until) => !serves || idle() && !turns.anyDue(at) ? [] : write(() => turns.lease(max, at, until)),
    commit: commit => write(() => turns.commit(commit, null)),
    postpone: (conversation, fence, inbound, at) => write(() => turns.postpone(conversation, fence, inbound, at)),
    bury: (commit, code) => write(() => turns.commit(commit, code)),

    leaseOutbound: async (channel, max, at, until) => !serves || idle() && !outbox.anyDue(channel, at) ? [] : write(() => outbox.lease(channel, max, at, until)),
    resend: (lease, at) => write(() => outbox.resend(lease, at)),
    settle: settle => write(() => outbox.settle(settle)),
    receipts: (receipts, at) => write(() => outbox.receipts(receipts, at)),

    dueTimers: async (max, at, until) => idle() && !errands.anyTimer(at) ? [] : write(() => errands.timers(max, at, until)),
    dueLookups: async (max, at, until) => idle() && !errands.anyLookup(at) ? [] : write(() => errands.lookups(max, at, until)),
    postponeLookup: (id, at) => write(() => errands.postpone(id, at)),

    tickets: () => read(desk.tickets),
    claim: (conversation, agent, at, until) => write(() => desk.claim(conversation, agent, at, until)),
    touch: (conversation, agent, epoch, at, until) => write(() => desk.touch(conversation, agent, epoch, at, until)),
    handBack: (conversation, agent, epoch, how, at) => write(() => desk.handBack(conversation, agent, epoch, how, at)),
    lapse: at => write(() => desk.lapse(at)),
    thread: conversation => read(() => desk.thread(conversation)),

    told: (fact, day) => read(() => (toldOf.get(day, fact) as { n: number }).n),

    dead: () => read(desk.dead),
    replay: (conversation, seq, at) => write(() => desk.replay(conversation, seq, at)),

    forgetWords: term.forgetWords,
    forgetKeys: term.forgetKeys,
    remember: (name, value) => write(() => { remembered.run(name, value); }),
    rememberFirst: (name, value) => write(() => { rememberedFirst.run(name, value); return (recalled.get(name) as { value: Bytes }).value; }),
    recall: name => read(() => (recalled.get(name) as { value: Bytes } | undefined)?.value ?? null),

    backlog: () => read(() => {
      const inbound = waitingIn.get() as { n: number; since: number | null }, outbound = waitingOut.get() as { n: number; since: number | null };
      const { tickets, dead, lookups } = counts.get() as { tickets: number; dead: number; lookups: number };
      return { inbound: inbound.n, oldestInbound: inbound.since, outbound: outbound.n, oldestOutbound: outbound.since, tickets, dead, lookups };
    }),
    ping: () => read(() => { alive.get(); }),
    onReady: listener => { listeners.push(listener); },
    close: async () => {
      if (closed) return;
      closed = true;
      end();
      closeFile();
    },
  };
}
