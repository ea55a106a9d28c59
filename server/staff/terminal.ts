/** The helpdesk's people in a terminal: `npm run admin -- agent VERB` and `audit VERB`. Whoever may read the data key may
 *  let people in, so nothing more is asked of them here; what they do is on record all the same, under "admin". */
import { LANGUAGES, TOPICS, type Millis, type TopicId } from "../../flows/ids.ts";
import type { Access } from "./access.ts";
import { isName, NEW_CARD, type Card } from "./agents.ts";
import type { Audit } from "./audit.ts";
import { STAFF_ROLES, TWO_STEPS, type StaffRole } from "./role.ts";
import { hashPassword, NO_SECRETS, weakness } from "./secrets.ts";

export const STAFF_USAGE = `npm run admin -- agent VERB

  create NAME --role ${STAFF_ROLES.join("|")}
      [--languages es,ht] [--topics work-permit,…] [--capacity 5]
                        the password is asked for, or read from stdin
  list                  who there is
  change NAME [--role R] [--languages …] [--topics …] [--capacity N]
  password NAME         a new password; every session and token ends
  forget-codes NAME     for a lost phone: the app for codes is set up anew at the next sign-in
  disable NAME, enable NAME

npm run admin -- audit check      whether an entry was changed or taken out
npm run admin -- audit list [--after N]`;

export type StaffDesk = { access: Access; audit: Audit; now: () => Millis; out: (line: string) => void; askPassword: (prompt: string) => Promise<string> };

const BY = "admin";

/** Runs one verb. Resolves to false when nothing was done; what is wrong was said. */
export async function runAgents({ access: { agents, revoke }, audit, out, askPassword }: StaffDesk, [verb, name = ""]: string[], flags: Record<string, string>): Promise<boolean> {
  const no = (why: string): false => { out(why); return false; };
  switch (verb) {
    case "list": {
      const all = await agents.all();
      for (const { name: who, card, secrets } of all) out(`${who}  ${card.role}${card.active ? "" : ", disabled"}  ${card.languages.join(",")}  ${card.topics.join(",") || "any topic"}  ${card.capacity} at once  ${secrets.totp ? "with codes" : "no codes yet"}`);
      if (!all.length) out("Nobody yet: npm run admin -- agent create NAME --role supervisor");
      return true;
    }
    case "create": {
      if (!isName(name)) return no("Give a name of 2 to 32 small letters, digits, dots or dashes, beginning with a letter: agent create ana --role agent");
      if (!flags["role"]) return no(`Say what they are: --role ${STAFF_ROLES.join("|")}`);
      const card = cardFrom(flags, { role: "agent", ...NEW_CARD });
      if (typeof card === "string") return no(card);
      if (await agents.get(name)) return no(`${name} exists already; see: npm run admin -- agent list`);
      const password = await askPassword(`Password for ${name}: `), weak = weakness(password, name);
      if (weak) return no(weak);
      await audit.record(BY, "agent.hired", name);
      if (await agents.hire(name, card, { ...NO_SECRETS, password: await hashPassword(password) }) === "stale") return no(`${name} exists already.`);
      out(`${name} may sign in at /console${TWO_STEPS.includes(card.role) ? ", and sets up an app for codes there the first time" : ""}.`);
      return true;
    }
    case "change": {
      const agent = await agents.get(name), card = agent && cardFrom(flags, agent.card);
      if (!card) return no(nobody(name));
      if (typeof card === "string") return no(card);
      await audit.record(BY, "agent.changed", name);
      await agents.amend(name, ({ secrets }) => ({ card, secrets }));
      out(`${name} is changed.`);
      return true;
    }
    case "password": {
      if (!await agents.get(name)) return no(nobody(name));
      const password = await askPassword(`New password for ${name}: `), weak = weakness(password, name);
      if (weak) return no(weak);
      const hashed = await hashPassword(password);
      await audit.record(BY, "agent.password", name);
      await agents.amend(name, ({ card, secrets }) => ({ card, secrets: { ...secrets, password: hashed } }));
      out(`Done. ${await revoke(BY, name, null)} sessions and tokens ended.`);
      return true;
    }
    case "forget-codes": case "disable": case "enable": {
      if (!await agents.get(name)) return no(nobody(name));
      await audit.record(BY, "agent.changed", name, verb);
      await agents.amend(name, ({ card, secrets }) => verb === "forget-codes" ? { card, secrets: { ...secrets, totp: null, offered: null, paper: [] } } : { card: { ...card, active: verb === "enable" }, secrets });
      out(verb === "enable" ? "Done." : `Done. ${await revoke(BY, name, null)} sessions and tokens ended.`);
      return true;
    }
    default: out(STAFF_USAGE); return verb === undefined;
  }
}

const nobody = (name: string): string => `There is no agent ${name || "without a name"}; see: npm run admin -- agent list`;

/** A card with what the flags change, or what is wrong in a sentence. */
function cardFrom(flags: Record<string, string>, card: Card): Card | string {
  const list = (text: string): string[] => text.split(",").map(t => t.trim()).filter(Boolean);
  const role = flags["role"] ?? card.role, capacity = flags["capacity"] === undefined ? card.capacity : Number(flags["capacity"]);
  const languages = flags["languages"] === undefined ? card.languages : list(flags["languages"]), topics = flags["topics"] === undefined ? card.topics : list(flags["topics"]);
  if (!STAFF_ROLES.includes(role as StaffRole)) return `--role must be one of ${STAFF_ROLES.join(", ")}.`;
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > 50) return "--capacity must be a number from 1 to 50.";
  if (!languages.length || languages.some(l => l.length > 40)) return `--languages: ${LANGUAGES.join(",")}, or the name of any other, with commas between.`;
  const unknown = topics.find(t => !TOPICS.includes(t as TopicId));
  if (unknown) return `--topics: "${unknown}" is not a topic.`;
  return { ...card, role: role as StaffRole, languages, topics: topics as TopicId[], capacity };
}

export async function runAudit({ audit, out }: Pick<StaffDesk, "audit" | "out">, [verb]: string[], flags: Record<string, string>): Promise<boolean> {
  switch (verb) {
    case "check": {
      const checked = await audit.check();
      out(checked.kind === "whole" ? `${checked.n} entries, each in its place. The last one: ${checked.head || "none"}. Note this down: a log that is cut off later shows by it.`
        : `The log was changed or cut after entry ${checked.n}. Keep the file as it is, and compare with a backup.`);
      return checked.kind === "whole";
    }
    case "list": {
      for (const e of await audit.read(Number(flags["after"] ?? 0) || 0, 200)) out(`${e.n}  ${new Date(e.at).toISOString()}  ${e.who}  ${e.what}  ${e.about}${e.why ? `  "${e.why}"` : ""}`);
      return true;
    }
    default: out(STAFF_USAGE); return verb === undefined;
  }
}
