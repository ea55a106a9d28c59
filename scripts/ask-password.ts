/** A password typed twice without being shown; or, where stdin is no terminal, its first line. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

export async function askPassword(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) {
    for await (const line of createInterface({ input: process.stdin })) return line;
    return "";
  }
  const typed = await hidden(prompt);
  if (await hidden("Once more: ") !== typed) throw new Error("The two were not the same. Nothing was changed.");
  return typed;
}

async function hidden(prompt: string): Promise<string> {
  process.stdout.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const input = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise(resolve => { input.question("", resolve); });
  } finally {
    input.close();
    process.stdout.write("\n");
  }
}
