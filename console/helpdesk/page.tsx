/** The page: a bar, then views and list, thread, card; on a narrow screen one of them at a time. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../icons.tsx";
import { ThemeButton } from "../theme.tsx";
import { put } from "./api.ts";
import { Card } from "./card.tsx";
import { Thread } from "./conversation.tsx";
import { inDanger, link, may, me, orTell, pane, refreshMe, said, signOut, stage } from "./desk.ts";
import { ask, Dialogs } from "./dialogs.tsx";
import { keysOn, turnKeys } from "./keys.ts";
import { List } from "./list.tsx";
import { SignIn } from "./sign-in.tsx";
import { screen, t, turnLanguage } from "./words.ts";

export function Console(): JSX.Element {
  const waiting = inDanger.value.length;
  useEffect(() => { document.title = `${waiting ? `(${waiting}) ` : ""}Puente · ${t("desk")}`; }, [waiting, screen.value]);
  if (stage.value !== "in") return <SignIn />;
  return (
    <div class={`page at-${pane.value}`}>
      <a class="skip" href="#thread" onClick={event => { event.preventDefault(); document.getElementById("thread")?.focus(); }}>{t("skip")}</a>
      <Bar />
      {may("answer") ? <main class="panes"><List /><Thread /><Card /></main> : <main class="nothing nothing-big"><h2>{t("no-desk")}</h2><p>{t("no-desk-about")}</p></main>}
      <Dialogs />
      <p class="said" role="status">{said.value}</p>
    </div>
  );
}

function Bar(): JSX.Element {
  const { name = "", role = "", onShift = false } = me.value ?? {}, desk = may("answer");
  const start = async (): Promise<void> => { if (await orTell(put("/me/shift", { onShift: true }))) await refreshMe(); };
  return (
    <header class="bar">
      <h1 class="brand"><span class="brand-mark"><Icon name="bridge" /></span>{t("name")} <span class="brand-what">{t("desk")}</span></h1>
      {desk && <p class={`link link-${link.value}`} role="status"><span class="link-dot" aria-hidden="true" /><span class="link-text">{link.value === "open" ? t("online") : link.value === "lost" ? t("offline") : t("connecting")}</span></p>}
      <p class="bar-me"><strong>{name}</strong> <span class="hint">{role}</span></p>
      {desk && (onShift ? <button type="button" class="button button-small" onClick={() => ask({ kind: "shift" })}>{t("shift.end")}</button> : <button type="button" class="button button-small button-main" onClick={() => void start()}>{t("shift.start")}</button>)}
      <ThemeButton className="icon-button" label={theme => t(`theme.${theme}`)} />
      <Menu />
    </header>
  );
}

function Menu(): JSX.Element {
  const open = useSignal(false);
  useEffect(() => {
    if (!open.value) return undefined;
    const away = (event: Event): void => { if (!(event.target as HTMLElement).closest(".menu-place") || (event instanceof KeyboardEvent && event.key === "Escape")) open.value = false; };
    document.addEventListener("pointerdown", away);
    document.addEventListener("keydown", away);
    return () => { document.removeEventListener("pointerdown", away); document.removeEventListener("keydown", away); };
  }, [open.value]);
  const then = (what: () => void) => (): void => { open.value = false; what(); };
  return (
    <div class="menu-place">
      <button type="button" class="icon-button" aria-expanded={open.value} onClick={() => { open.value = !open.value; }}><Icon name="person" /><span class="visually-hidden">{t("menu")}</span></button>
      {open.value && (
        <div class="menu">
          <button type="button" onClick={then(turnLanguage)} lang={screen.value === "es" ? "en" : "es"}>{t("language")}</button>
          <button type="button" onClick={then(turnKeys)}><Icon name="keyboard" />{keysOn.value ? t("keys.on") : t("keys.off")}</button>
          <button type="button" onClick={then(() => ask({ kind: "keys" }))}><Icon name="keyboard" />{t("key.help")}</button>
          <button type="button" onClick={then(() => void signOut())}><Icon name="out" />{t("sign-out")}</button>
        </div>
      )}
    </div>
  );
}
