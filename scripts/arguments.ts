/** `--name value` and `--name=value`; the rest in order. */
export function readArguments(args: string[]): { flags: Record<string, string>; rest: string[] } {
  const flags: Record<string, string> = {}, rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const found = /^--([a-z-]+)(?:=(.*))?$/s.exec(args[i]!);
    if (!found) { rest.push(args[i]!); continue; }
    flags[found[1]!] = found[2] ?? (args[i + 1]?.startsWith("--") === false ? args[++i]! : "");
  }
  return { flags, rest };
}
