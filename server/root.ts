/** Where the repository (or the installed copy of it) lies: the folder that holds package.json. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = find(dirname(fileURLToPath(import.meta.url)));

function find(folder: string): string {
  if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "locales"))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("Puente's files are incomplete: no folder with package.json and locales/ above the program");
  return find(parent);
}
