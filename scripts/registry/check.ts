/** `npm run admin -- registry check URL`: whether a registry keeps the contract, for whoever writes one; `registry sandbox` runs one to
 *  write against. The client comes from the environment, the cases to ask about from a file: a command line is seen by others. */
import { readFileSync } from "node:fs";
import { createAsk } from "../../server/cases/http.ts";
import { valid } from "../../server/cases/valid.ts";
import { createSandbox } from "../../sandbox/app.ts";
import { checkRegistry, Unreachable, type Cases } from "./conformance.ts";

/** The sandbox's, for a registry that says it is one. */
const SANDBOX: Cases = {
  known: [{ caseNumber: "PA-2026-000001", proof: "246810", stage: "admitted" }, { caseNumber: "PA-2026-000005", proof: "K4471M", stage: "interview" }],
  restricted: { caseNumber: "PA-2026-000404", proof: "518820" },
};

type Io = { env: NodeJS.ProcessEnv; out: (line: string) => void };

export async function runRegistry([verb, url]: string[], flags: Record<string, string>, io: Io): Promise<0 | 1 | 2> {
  switch (verb) {
    case "check": return runCheck(url, flags["cases"], io);
    case "sandbox": return runSandbox(Number(flags["port"] ?? 8090), io);
    default: io.out("npm run admin -- registry check URL --cases FILE, or registry sandbox --port 8090"); return 2;
  }
}

const clientOf = ({ CASE_API_CLIENT_ID: id, CASE_API_CLIENT_SECRET: secret }: NodeJS.ProcessEnv) => (id && secret ? { id, secret } : undefined);

/** Until it is interrupted. */
async function runSandbox(port: number, { env, out }: Io): Promise<0> {
  const client = clientOf(env), app = createSandbox(client && { client });
  const url = await app.listen({ host: "127.0.0.1", port });
  out(`The sandbox runs at ${url}${client ? ", for the client in CASE_API_CLIENT_ID" : ", open to everyone"}. Made-up cases: sandbox/cases.ts.`);
  out(`It misbehaves when told: curl -X PUT ${url}/sandbox/switches -H 'content-type: application/json' -d '{"fail":"flapping","delayMs":500}'`);
  await new Promise(resolve => { process.once("SIGINT", resolve); process.once("SIGTERM", resolve); });
  await app.close();
  return 0;
}

/** The exit code: 0 kept, 1 violated or not reached, 2 asked wrongly. */
export async function runCheck(url: string | undefined, file: string | undefined, { env, out }: Io): Promise<0 | 1 | 2> {
  if (!url || !/^https?:\/\//.test(url)) { out("Which registry: npm run admin -- registry check https://registry.example.org --cases FILE"); return 2; }
  const client = clientOf(env);
  const cases = file ? casesIn(file) : await saysSandbox(url) ? SANDBOX : null;
  if (!cases) { out(`${file ? `${file} must hold` : "Name a file of made-up cases that the registry has, with --cases FILE:"} {"known":[{"caseNumber":"…","proof":"…","stage":"admitted"}],"restricted":{"caseNumber":"…","proof":"…"}}. docs/registry-partner.md says more.`); return 2; }
  if (!client) out("note    no client, so tokens are not checked: set CASE_API_CLIENT_ID and CASE_API_CLIENT_SECRET");
  if (!cases.restricted) out("note    no restricted case in the file: what a person in danger gets is not checked");
  try {
    const { kept, violations } = await checkRegistry(url, { client, cases });
    for (const rule of kept) out(`ok      ${rule}`);
    for (const violation of violations) out(`FAILED  ${violation}`);
    out(violations.length ? `${violations.length} violations of the contract.` : "It keeps the contract.");
    return violations.length ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    out(`FAILED  ${error.message}`);
    return 1;
  }
}

async function saysSandbox(url: string): Promise<boolean> {
  const answer = await createAsk(url)("/v1/");
  return answer.kind === "answer" && valid("About", answer.body) && answer.body.mode === "sandbox";
}

function casesIn(file: string): Cases | null {
  try {
    const { known, restricted } = JSON.parse(readFileSync(file, "utf8")) as Partial<Cases>;
    const asked = ({ caseNumber, proof }: Cases["known"][number]): boolean => valid("LookupRequest", { caseNumber, proof });
    return known?.length && known.every(asked) && (!restricted || asked(restricted)) ? { known, ...(restricted && { restricted }) } : null;
  } catch {
    return null;
  }
}
