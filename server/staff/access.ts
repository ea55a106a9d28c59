/** Letting people in: name and password, then a code where the role asks for one; sessions and tokens as passes in the
 *  store, known by a keyed hash alone. Tries are counted in the store, for a name, an address and both. */
import { randomBytes } from "node:crypto";
import type { Millis } from "../../flows/ids.ts";
import type { Seal } from "../seal.ts";
import type { NewPass, Pass, Staff } from "../store/staff.ts";
import { createAgents, type Agent } from "./agents.ts";
import type { Audit } from "./audit.ts";
import { TWO_STEPS, type Scope, type Viewer } from "./role.ts";
import { offerTotp, paperCodes, passwordFits, stepOf, takeCode } from "./secrets.ts";

const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
export const IDLE = 30 * MINUTE, ABSOLUTE = 12 * HOUR;
/** Between the password and the code. */
const HALF = 5 * MINUTE;
export const TOKEN_DAYS = 90;
/** A name from one address, an address, a name from everywhere: so many tries each quarter of an hour. */
const TRIES = { both: 5, from: 30, name: 50 } as const, PER = 15 * MINUTE;

/** `half`: the password was right, the code is missing. `label`: the browser or the program, as its owner knows it. */
type Body = { kind: "session" | "half" | "token"; label: string; scopes?: Scope[] };
export type Step = "in" | "code" | "enroll";
export type SignedIn = { kind: "in"; token: string; next: Step } | { kind: "wrong" } | { kind: "later"; at: Millis };
export type Known = { viewer: Viewer; agent: Agent; pass: Pass; kind: Body["kind"] };
export type Shown = { id: string; kind: "session" | "token"; label: string; scopes: Scope[]; madeAt: Millis; seenAt: Millis; until: Millis };

export type Access = ReturnType<typeof createAccess>;

export function createAccess({ staff, seal, audit, now }: { staff: Staff; seal: Seal; audit: Audit; now: () => Millis }) {
  const agents = createAgents({ staff, seal });
  const bodyOf = (pass: Pass): Body => JSON.parse(pass.body) as Body;

  async function give(agent: string, body: Body, last: Millis, idle: Millis): Promise<string> {
    const token = randomBytes(32).toString("base64url"), at = now();
    const pass: NewPass = { id: randomBytes(6).toString("base64url"), hash: seal.hash("pass", token), agent, body: JSON.stringify(body), madeAt: at, until: at + last, idle };
    await staff.admit(pass);
    return token;
  }

  const session = (agent: string, label: string): Promise<string> => give(agent, { kind: "session", label }, ABSOLUTE, IDLE);

  /** When to come again, or null. */
  async function knock(name: string, from: string): Promise<Millis | null> {
    const waits: (Millis | null)[] = [];
    for (const [text, most] of [[`both ${name} ${from}`, TRIES.both], [`from ${from}`, TRIES.from], [`name ${name}`, TRIES.name]] as const) waits.push(await staff.knock(seal.hash("knock", text), now(), most, PER));
    const late = waits.filter(w => w !== null);
    return late.length ? Math.max(...late) : null;
  }
  const welcome = (name: string, from: string): Promise<void> => staff.welcome(seal.hash("knock", `both ${name} ${from}`));

  function nextOf(agent: Agent): Step {
    if (agent.secrets.totp) return "code";
    return TWO_STEPS.includes(agent.card.role) ? "enroll" : "in";
  }

  return {
    agents,

    nobodyCanSignIn: async (): Promise<boolean> => !(await agents.all()).some(a => a.card.active && a.secrets.password !== null),

    async signIn(name: string, password: string, from: string, label: string): Promise<SignedIn> {
      const late = await knock(name, from);
      if (late !== null) return { kind: "later", at: late };
      const agent = await agents.get(name);
      if (!await passwordFits(agent?.secrets ?? null, password) || !agent?.card.active) {
        if (agent) await audit.record(name, "sign-in.refused");
        return { kind: "wrong" };
      }
      const next = nextOf(agent);
      if (next !== "in") return { kind: "in", next, token: await give(name, { kind: "half", label }, HALF, HALF) };
      await welcome(name, from);
      await audit.record(name, "signed-in");
      return { kind: "in", next, token: await session(name, label) };
    },

    /** The code after the password; on enrolling, the first code of the new app, and codes for paper come back. The half pass ends. */
    async confirm({ agent, pass }: Known, code: string, from: string): Promise<{ kind: "in"; token: string; paper: string[] } | { kind: "wrong" } | { kind: "later"; at: Millis }> {
      const late = await knock(agent.name, from);
      if (late !== null) return { kind: "later", at: late };
      let paper: string[] = [], onPaper = false;
      const done = await agents.amend(agent.name, ({ card, secrets }) => {
        if (secrets.totp) {
          const taken = takeCode(seal, secrets, code, now());
          onPaper = taken !== null && taken.paper.length < secrets.paper.length;
          return taken && { card, secrets: taken };
        }
        const step = secrets.offered === null ? null : stepOf(secrets.offered, code, now());
        if (step === null) return null;
        const { codes, kept } = paperCodes(seal);
        paper = codes;
        return { card, secrets: { ...secrets, totp: { secret: secrets.offered!, step }, offered: null, paper: kept } };
      });
      if (done !== "done") {
        await audit.record(agent.name, "sign-in.refused", "code");
        return { kind: "wrong" };
      }
      if (paper.length) await audit.record(agent.name, "totp.set");
      if (onPaper) await audit.record(agent.name, "code.on-paper");
      await audit.record(agent.name, "signed-in");
      await welcome(agent.name, from);
      await staff.revoke(agent.name, pass.id);
      return { kind: "in", token: await session(agent.name, bodyOf(pass).label), paper };
    },

    /** For whoever has no app for codes yet. */
    async enroll(name: string): Promise<{ secret: string; uri: string } | null> {
      const offer = offerTotp(name);
      const done = await agents.amend(name, ({ card, secrets }) => secrets.totp ? null : { card, secrets: { ...secrets, offered: offer.secret } });
      return done === "done" ? offer : null;
    },

    /** Lets somebody in whom the server itself has invited. */
    async enter(name: string, label: string): Promise<string> {
      await audit.record(name, "signed-in", "link");
      return session(name, label);
    },

    /** Who shows this token; null when it holds no more, or its agent is gone. */
    async known(token: string): Promise<Known | null> {
      const pass = await staff.present(seal.hash("pass", token), now());
      const agent = pass && await agents.get(pass.agent);
      if (!agent?.card.active) return null;
      const { kind, scopes } = bodyOf(pass!), { role, languages, topics } = agent.card;
      return { agent, pass: pass!, kind, viewer: { name: agent.name, role, languages, topics, scopes: kind === "token" ? scopes ?? [] : null } };
    },

    /** Whether they are still let in, as it stands now; their pass does not count as shown. */
    async still({ agent: { name }, pass, viewer }: Known): Promise<Viewer | null> {
      const agent = (await staff.passes(name, now())).some(p => p.id === pass.id) ? await agents.get(name) : null;
      if (!agent?.card.active) return null;
      const { role, languages, topics } = agent.card;
      return { ...viewer, role, languages, topics };
    },

    async makeToken(name: string, label: string, scopes: Scope[], days: number): Promise<string> {
      await audit.record(name, "token.made", scopes.join(" "));
      return give(name, { kind: "token", label, scopes }, days * DAY, days * DAY);
    },

    async passes(name: string): Promise<Shown[]> {
      return (await staff.passes(name, now())).flatMap(pass => {
        const { kind, label, scopes = [] } = bodyOf(pass), { id, madeAt, seenAt, until } = pass;
        return kind === "half" ? [] : [{ id, kind, label, scopes, madeAt, seenAt, until }];
      });
    },

    async revoke(by: string, name: string, id: string | null): Promise<number> {
      await audit.record(by, "passes.revoked", name);
      return staff.revoke(name, id);
    },

    async signOut({ agent, pass }: Known): Promise<void> {
      await audit.record(agent.name, "signed-out");
      await staff.revoke(agent.name, pass.id);
    },
  };
}
