/** The area of Panama that a message names, by the names people give it: `estoy en la chorrera`, `Panama City`, `david`.
 *  Only ever asked where an area was asked for. Several where one name is borne by several. */
import type { Area, AreaId } from "../../flows/area.ts";
import { fold } from "./fold.ts";

/** Reads a text against the areas; none is an empty list. */
export type ReadArea = (text: string) => AreaId[];

/** Words of a name: longer than this it is a message, and its areas are no answer. */
const LONGEST = 12;
const MOST = 4;
const RANK = { town: 2, district: 1, province: 0 } as const satisfies Record<Area["kind"], number>;

/** Folds every name once. */
export function createReadArea(areas: readonly Area[]): ReadArea {
  const names = areas.flatMap(area => [area.name, ...(area.also ?? [])].map(name => ({ area, name: fold(name) })));
  return text => {
    const said = fold(text);
    if (said.split(" ").length > LONGEST) return [];
    const exact = names.filter(({ name }) => name === said);
    const held = exact.length ? exact : names.filter(({ name }) => ` ${said} `.includes(` ${name} `));
    const found = held.length ? held : names.filter(({ name }) => slip(said, name));
    // a longer name that holds a shorter one is meant: "Panamá Oeste" is no "Panamá"
    const meant = found.filter(one => !found.some(other => other.name !== one.name && ` ${other.name} `.includes(` ${one.name} `)));
    const [best] = meant.toSorted((a, b) => RANK[b.area.kind] - RANK[a.area.kind] || b.name.length - a.name.length);
    return [...new Set(meant.filter(({ name }) => name === best?.name).map(({ area }) => area.id))].slice(0, MOST);
  };
}

/** One letter wrong, missing or too many, in a name of six letters and more that begins right. */
function slip(said: string, name: string): boolean {
  if (name.length < 6 || said[0] !== name[0] || Math.abs(said.length - name.length) > 1) return false;
  let a = 1, b = 1;
  while (a < said.length && said[a] === name[b]) { a++; b++; }
  const [ends, end] = [said.slice(a), name.slice(b)];
  return ends.slice(1) === end || ends === end.slice(1) || ends.slice(1) === end.slice(1);
}
