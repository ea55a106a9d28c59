/** Who is let in at the helpdesk, on a real store with a clock that is set by hand. */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Secret, TOTP } from "otpauth";
import { createSeal, type Seal } from "../../../server/seal.ts";
import { ABSOLUTE, createAccess, IDLE, type Access, type Known } from "../../../server/staff/access.ts";
import { NEW_CARD } from "../../../server/staff/agents.ts";
import { createAudit, type Audit } from "../../../server/staff/audit.ts";
import { may, sees, STAFF_ROLES, type StaffRole, type Viewer } from "../../../server/staff/role.ts";
import { hashPassword, NO_SECRETS, stepOf, weakness } from "../../../server/staff/secrets.ts";
import { runAgents, runAudit } from "../../../server/staff/terminal.ts";
import type { Staff } from "../../../server/store/staff.ts";
import { openSqlite, type Sqlite } from "../../../server/store/sqlite.ts";

const PASSWORD = "caballo bateria grapa", MINUTE = 60_000, HERE = "127.0.0.1";
let at = 1_790_000_000_000, store: Sqlite, staff: Staff, seal: Seal, access: Access, audit: Audit;
const now = (): number => at;

beforeEach(async () => {
  at = 1_790_000_000_000;
  store = await openSqlite(":memory:", { role: "server", now });
  staff = store.staff;
  seal = await createSeal([Buffer.alloc(32, 7)], store);
  audit = createAudit({ staff, seal, now });
  access = createAccess({ staff, seal, audit, now });
});
afterEach(() => store.close());

const hire = async (name: string, role: StaffRole = "agent"): Promise<void> => { await access.agents.hire(name, { role, ...NEW_CARD }, { ...NO_SECRETS, password: await hashPassword(PASSWORD) }); };
const signIn = (name: string, password = PASSWORD, from = HERE) => access.signIn(name, password, from, "laptop");
async function inside(name: string): Promise<{ token: string; known: Known }> {
  const done = await signIn(name);
  if (done.kind !== "in") throw new Error(done.kind);
  return { token: done.token, known: (await access.known(done.token))! };
}
const code = (secret: string): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
async function enrolled(name: string): Promise<{ secret: string; paper: string[]; token: string }> {
  const { known } = await inside(name), offer = (await access.enroll(name))!;
  const done = await access.confirm(known, code(offer.secret), HERE);
  if (done.kind !== "in") throw new Error(done.kind);
  return { secret: offer.secret, paper: done.paper, token: done.token };
}

describe("signing in", () => {
  test("an agent's name and password open a session; a wrong one or an unknown name reads the same", async () => {
    await hire("ana");
    const { known } = await inside("ana");
    expect(known).toMatchObject({ kind: "session", viewer: { name: "ana", role: "agent", scopes: null } });
    expect(await signIn("ana", "caballo bateria")).toEqual({ kind: "wrong" });
    expect(await signIn("nadie")).toEqual({ kind: "wrong" });
    expect(await access.known("AAAA")).toBeNull();
  });

  test("neither password, secret nor token lies in the store as it is", async () => {
    await hire("ana", "admin");
    const { token } = await inside("ana"), { secret } = (await access.enroll("ana"))!;
    const papers = JSON.stringify(await staff.papers("agent")), passes = JSON.stringify(await staff.passes("ana", at));
    for (const hidden of [PASSWORD, "argon2id", secret]) expect(papers).not.toContain(hidden);
    expect(passes).not.toContain(token);
  });

  test.each(["supervisor", "admin", "protection"] as const)("a %s gets nowhere on a password alone, and sets up codes first", async role => {
    await hire("ana", role);
    expect(await signIn("ana")).toMatchObject({ kind: "in", next: "enroll" });
    expect((await inside("ana")).known.kind).toBe("half");
    const { secret, token, paper } = await enrolled("ana");
    expect(paper).toHaveLength(10);
    expect((await access.known(token))!.kind).toBe("session");
    at += MINUTE;
    expect(await signIn("ana")).toMatchObject({ next: "code" });
    expect(await access.confirm((await inside("ana")).known, code(secret), HERE)).toMatchObject({ kind: "in", paper: [] });
  });

  test("a code is good once, within half a minute, and so is one on paper", async () => {
    await hire("ana", "admin");
    const { secret, paper } = await enrolled("ana");
    const { known } = await inside("ana");
    expect(await access.confirm(known, code(secret), HERE)).toEqual({ kind: "wrong" });       // the one of the enrolment
    expect(await access.confirm(known, paper[3]!.toLowerCase(), HERE)).toMatchObject({ kind: "in" });
    at += 20 * MINUTE;
    expect(await access.confirm((await inside("ana")).known, paper[3]!, HERE)).toEqual({ kind: "wrong" });
    const late = code(secret);
    at += 2 * MINUTE;
    expect(await access.confirm((await inside("ana")).known, late, HERE)).toEqual({ kind: "wrong" });
    expect(stepOf(secret, "12345", at)).toBeNull();
    expect((await audit.read(0, 99)).filter(e => e.what === "code.on-paper")).toHaveLength(1);
  });

  test("an app for codes that is set up is not offered anew", async () => {
    await hire("ana", "admin");
    await enrolled("ana");
    expect(await access.enroll("ana")).toBeNull();
  });

  test("after five tries a name waits for that address, whatever the password; a restart does not help", async () => {
    await hire("ana");
    for (let i = 0; i < 5; i++) expect(await signIn("ana", "wrong wrong wrong")).toEqual({ kind: "wrong" });
    const begun = at;
    at += 1000;
    expect(await signIn("ana")).toEqual({ kind: "later", at: begun + 15 * MINUTE });
    expect(await createAccess({ staff, seal, audit, now }).signIn("ana", PASSWORD, HERE, "x")).toMatchObject({ kind: "later" });
    expect(await signIn("ana", PASSWORD, "10.0.0.9")).toMatchObject({ kind: "in" });
    at = begun + 15 * MINUTE;
    expect(await signIn("ana")).toMatchObject({ kind: "in" });
  });

  test("codes are throttled like passwords", async () => {
    await hire("ana", "admin");
    await enrolled("ana");
    const { known } = await inside("ana");
    const kinds: string[] = [];
    for (let i = 0; i < 6; i++) kinds.push((await access.confirm(known, "000000", HERE)).kind);
    expect(kinds.at(-1)).toBe("later");
  });
});

describe("sessions and tokens", () => {
  test("a session ends after half an hour of silence, and after twelve hours in any case", async () => {
    await hire("ana");
    const one = await inside("ana"), two = await inside("ana"), begun = at;
    for (at = begun; at < begun + ABSOLUTE; at += 10 * MINUTE) expect(await access.known(one.token)).not.toBeNull();
    expect(await access.known(one.token)).toBeNull();
    at = begun + IDLE;
    expect(await access.known(two.token)).toBeNull();
  });

  test("are listed without what opens them, and end one by one; a disabled agent is nobody", async () => {
    await hire("ana");
    const one = await inside("ana"), two = await inside("ana");
    const token = await access.makeToken("ana", "report", ["read"], 30);
    expect((await access.passes("ana")).map(p => [p.kind, p.label, p.scopes])).toEqual(expect.arrayContaining([["session", "laptop", []], ["token", "report", ["read"]]]));
    expect((await access.known(token))!.viewer.scopes).toEqual(["read"]);
    await access.revoke("ana", "ana", one.known.pass.id);
    expect(await access.known(one.token)).toBeNull();
    expect(await access.known(two.token)).not.toBeNull();
    await access.agents.amend("ana", ({ card, secrets }) => ({ card: { ...card, active: false }, secrets }));
    expect(await access.known(two.token)).toBeNull();
    expect(await signIn("ana")).toEqual({ kind: "wrong" });
  });
});

describe("roles", () => {
  const viewer = (role: StaffRole, topics: Viewer["topics"] = []): Viewer => ({ name: "ana", role, languages: ["es"], topics, scopes: null });
  const waiting = { kind: "waiting" } as const, held = (agent: string) => ({ kind: "human", agent, activeAt: 0, until: 0 } as const);
  const who = (topic: "work-permit" | "gender-violence" | "complaint-feedback", holder: typeof waiting | ReturnType<typeof held>): StaffRole[] => STAFF_ROLES.filter(role => sees(viewer(role), { topic, holder, owner: null }));

  test.each([
    ["an ordinary ticket that waits", "work-permit", waiting, ["agent", "senior", "supervisor", "protection"]],
    ["what a colleague holds", "work-permit", held("luis"), ["senior", "supervisor", "protection"]],
    ["what they hold themselves, whatever it turned into", "gender-violence", held("ana"), ["agent", "senior", "supervisor", "protection"]],
    ["a protection topic", "gender-violence", waiting, ["senior", "supervisor", "protection"]],
    ["a complaint", "complaint-feedback", waiting, ["protection"]],
  ] as const)("%s is seen by those allowed", (_, topic, holder, roles) => expect(who(topic, holder)).toEqual(roles));

  test("an agent may be allowed a protection topic by name", () => {
    expect(sees(viewer("agent", ["gender-violence"]), { topic: "gender-violence", holder: waiting, owner: null })).toBe(true);
    expect(sees(viewer("agent", ["gender-violence"]), { topic: "trafficking", holder: waiting, owner: null })).toBe(false);
  });

  test("whoever lets people in reads no conversation, and whoever reads the log changes nothing", () => {
    expect(["answer", "audit"].map(right => may(viewer("admin"), right as "answer"))).toEqual([false, false]);
    expect(["answer", "staff"].map(right => may(viewer("auditor"), right as "answer"))).toEqual([false, false]);
  });
});

describe("the audit log", () => {
  test("is whole, and shows where it was changed", async () => {
    for (let i = 0; i < 5; i++) await audit.record("ana", "number.revealed", i, `porque ${i}`);
    expect(await audit.check()).toMatchObject({ kind: "whole", n: 5 });
    expect((await audit.read(3, 9))[0]).toMatchObject({ n: 4, who: "ana", what: "number.revealed", about: "3", why: "porque 3" });
    const bent = { ...staff, audit: async (after: number, max: number) => (await staff.audit(after, max)).map(e => e.n === 3 ? { ...e, who: "luis" } : e) };
    expect(await createAudit({ staff: bent, seal, now }).check()).toEqual({ kind: "broken", n: 2 });
    const cut = { ...staff, audit: async (after: number, max: number) => (await staff.audit(after, max)).filter(e => e.n !== 2) };
    expect(await createAudit({ staff: cut, seal, now }).check()).toEqual({ kind: "broken", n: 1 });
  });
});

describe("in the terminal", () => {
  const lines: string[] = [];
  const run = async (args: string[], flags: Record<string, string> = {}, password = PASSWORD): Promise<string> => {
    lines.length = 0;
    const desk = { access, audit, now, out: (line: string) => { lines.push(line); }, askPassword: async () => password };
    await (args[0] === "audit" ? runAudit(desk, args.slice(1), flags) : runAgents(desk, args.slice(1), flags));
    return lines.join("\n");
  };

  test("an agent is created, changed, locked out and let in again", async () => {
    expect(await run(["agent", "create", "ana"], { role: "agent", languages: "es,Guna", topics: "work-permit" })).toMatch(/may sign in/);
    expect(await run(["agent", "list"])).toMatch(/^ana {2}agent {2}es,Guna {2}work-permit/);
    const { token } = await inside("ana");
    expect(await run(["agent", "password", "ana"], {}, "otra frase larga y buena")).toMatch(/1 sessions/);
    expect(await access.known(token)).toBeNull();
    expect(await run(["agent", "disable", "ana"])).toMatch(/Done/);
    expect(await signIn("ana", "otra frase larga y buena")).toEqual({ kind: "wrong" });
    expect(await run(["audit", "check"])).toMatch(/each in its place/);
    expect(await run(["audit", "list"])).toMatch(/admin {2}agent.hired {2}ana/);
  });

  test.each([
    ["a name with capitals", ["create", "Ana B"], { role: "agent" }, PASSWORD, /small letters/], ["no role", ["create", "ana"], {}, PASSWORD, /--role/],
    ["a role of next year", ["create", "ana"], { role: "king" }, PASSWORD, /must be one of/], ["a short password", ["create", "ana"], { role: "agent" }, "corta", /at least 12/],
    ["a password of one letter", ["create", "ana"], { role: "agent" }, "aaaaaaaaaaaaaaaa", /easy to guess/], ["a topic that is none", ["create", "ana"], { role: "agent", topics: "x" }, PASSWORD, /not a topic/],
    ["nobody", ["password", "eva"], {}, PASSWORD, /no agent eva/],
  ])("%s is refused in a sentence, and nothing is done", async (_, args, flags, password, said) => {
    expect(await run(["agent", ...args], flags as Record<string, string>, password)).toMatch(said);
    expect(await access.agents.all()).toEqual([]);
    expect(await audit.read(0, 9)).toEqual([]);
  });

  test("a password may not hold the name", () => expect(weakness("ana-ana-segura", "ana")).toMatch(/easy/));
});
