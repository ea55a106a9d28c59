/** Single keys for whoever likes them; switched off they do nothing, so that speech input is never taken for one. */
import { signal } from "@preact/signals";
import { claim, claimNext, go, inDanger, isMine, openId, rowOf, shown } from "./desk.ts";
import { ask, asking } from "./dialogs.tsx";

const KEPT = "puente-keys";
export const keysOn = signal(localStorage.getItem(KEPT) !== "off");
export function turnKeys(): void {
  keysOn.value = !keysOn.value;
  localStorage.setItem(KEPT, keysOn.value ? "on" : "off");
}

const press = (key: string): void => { document.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click(); };
const focus = (key: string): void => { press(`mode-${key}`); requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-key="${key}"]`)?.focus()); };

/** The line after or before the one that has the focus, or the one that is open. */
function move(by: number): void {
  const ids = [...inDanger.value, ...shown.value].map(r => r.id), here = document.activeElement?.closest<HTMLElement>("[data-id]")?.dataset["id"];
  const at = ids.indexOf(Number(here ?? openId.value)), to = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + by))];
  if (to !== undefined) document.querySelector<HTMLElement>(`[data-id="${to}"]`)?.focus();
}

function act(key: string): boolean {
  const id = openId.value, row = rowOf(id);
  switch (key) {
    case "j": case "k": move(key === "j" ? 1 : -1); return true;
    case "x": void claimNext(); return true;
    case "?": ask({ kind: "keys" }); return true;
  }
  if (id === null || !row) return false;
  switch (key) {
    case "c": if (row.holder === null) void claim(id); return true;
    case "n": focus("note"); return true;
  }
  if (!isMine(row)) return false;
  switch (key) {
    case "r": focus("reply"); return true;
    case "/": press("canned"); return true;
    case "e": ask({ kind: "resolve", id }); return true;
    case "b": ask({ kind: "return", id }); return true;
    case "s": ask({ kind: "snooze", id }); return true;
    default: return false;
  }
}

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || asking()) return;
  const inField = (event.target as HTMLElement).matches("input, textarea, select");
  if (event.key === "Escape") {
    if (inField) (event.target as HTMLElement).blur();
    else if (openId.value !== null) go(null);
    return;
  }
  if (inField || !keysOn.value) return;
  if (act(event.key.toLowerCase())) event.preventDefault();
});
