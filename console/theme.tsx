/** Light, dark, or as the machine has it; kept in the browser, for both pages. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { Icon, type IconName } from "./icons.tsx";

const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
const ICON: Record<Theme, IconName> = { auto: "auto", light: "sun", dark: "moon" };
const KEY = "puente-theme";

const theme = signal<Theme>(THEMES.find(t => t === localStorage.getItem(KEY)) ?? "auto");
theme.subscribe(value => { document.documentElement.dataset["theme"] = value; });

export function ThemeButton({ label, className }: { label: (theme: Theme) => string; className: string }): JSX.Element {
  const next = (): void => {
    theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!;
    localStorage.setItem(KEY, theme.value);
  };
  return <button type="button" class={className} onClick={next} title={label(theme.value)}><Icon name={ICON[theme.value]} /><span class="visually-hidden">{label(theme.value)}</span></button>;
}
