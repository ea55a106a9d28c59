/** One conversation: who it is with, what was said and what became of it, and the field beneath. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Item } from "../../server/routes/types.ts";
import { Icon } from "../icons.tsx";
import { Composer } from "./composer.tsx";
import { claim, go, isMine, me, openId, rowOf } from "./desk.ts";
import { ask } from "./dialogs.tsx";
import { WindowClock } from "./list.tsx";
import { card, discard, gone, items, loadOlder, older, unsent, unsentState, writeAgain, type Unsent } from "./thread.ts";
import { topicName } from "./topics.ts";
import { clock, dayOf, maybe, t } from "./words.ts";

export function Thread(): JSX.Element {
  const id = openId.value, row = rowOf(id);
  return (
    <section class="pane pane-thread" id="thread" tabIndex={-1} aria-label={t("thread")}>
      {id === null ? <p class="nothing nothing-big"><Icon name="bridge" />{t("choose")}</p>
        : gone.value || (!row && card.value) ? <Gone />
        : !row ? <p class="nothing nothing-big">{t("loading")}</p>
        : <><Top id={id} /><Messages /><Composer key={id} id={id} row={row} /></>}
    </section>
  );
}

function Gone(): JSX.Element {
  return <div class="nothing nothing-big"><p>{t("gone")}</p><button type="button" class="button" onClick={() => go(null)}><Icon name="back" />{t("conversations")}</button></div>;
}

function Top({ id }: { id: number }): JSX.Element {
  const row = rowOf(id)!, mine = isMine(row), danger = row.priority === "danger";
  return (
    <header class={`top${danger ? " top-danger" : ""}`}>
      <button type="button" class="icon-button only-narrow" onClick={() => go(null)}><Icon name="back" /><span class="visually-hidden">{t("conversations")}</span></button>
      <div class="top-who">
        <h2 class="top-title"><span class="alias">{row.alias}</span><span class="top-topic">{topicName(row.topic)}</span>{danger && <span class="mark mark-danger"><Icon name="warning" />{t("danger")}</span>}</h2>
        <p class="top-sub">{row.otherLanguage ? card.value?.speaks ?? t("other-language") : maybe(`lang.${row.language}`, row.language)} <WindowClock row={row} /></p>
      </div>
      <div class="top-do">
        {mine ? (
          <>
            <button type="button" class="button" onClick={() => ask({ kind: "resolve", id })}><Icon name="check" />{t("resolve")}</button>
            <button type="button" class="button only-wide" onClick={() => ask({ kind: "return", id })}><Icon name="robot" />{t("return")}</button>
            <button type="button" class="button" onClick={() => ask({ kind: "more", id })}>{t("more")}</button>
          </>
        ) : row.holder === null && <button type="button" class="button button-main" onClick={() => void claim(id)}>{t("claim")}</button>}
        <button type="button" class="icon-button only-narrow" onClick={() => go(id, "card")}><Icon name="card" /><span class="visually-hidden">{t("card")}</span></button>
      </div>
    </header>
  );
}

function Messages(): JSX.Element {
  const box = useRef<HTMLDivElement>(null), atEnd = useRef(true), firstKey = items.value[0]?.key, before = useRef({ key: firstKey, height: 0 });
  const last = items.value.at(-1)?.key;
  useLayoutEffect(() => {
    const e = box.current;
    if (!e) return;
    if (before.current.key !== firstKey && before.current.key !== undefined && !atEnd.current) e.scrollTop += e.scrollHeight - before.current.height;   // earlier ones came above
    else if (atEnd.current) e.scrollTop = e.scrollHeight;
    before.current = { key: firstKey, height: e.scrollHeight };
  }, [firstKey, last, items.value.length, unsent.value.length]);
  useEffect(() => {
    const keepEnd = new ResizeObserver(() => { if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight; });
    keepEnd.observe(box.current!);
    return () => keepEnd.disconnect();
  }, []);
  let day = "";
  return (
    <div class="messages" ref={box} role="log" aria-label={t("thread")} tabIndex={0} onScroll={event => { const e = event.currentTarget; atEnd.current = e.scrollHeight - e.scrollTop - e.clientHeight < 40; }}>
      {older.value && <button type="button" class="button older" onClick={() => void loadOlder()}>{t("older")}</button>}
      {items.value.filter(i => i.kind !== "timer").map(item => {
        const its = dayOf(item.at), fresh = its !== day;
        day = its;
        return <>{fresh && <p class="day" key={its}>{its}</p>}<Message key={item.clientId ?? item.key} item={item} /></>;
      })}
      {unsent.value.map(u => <UnsentMessage key={u.clientId} unsent={u} />)}
    </div>
  );
}

function Message({ item }: { item: Item }): JSX.Element {
  const { from, at, safety } = item, state = stateOf(item);
  return (
    <article class={`message from-${from}${item.state === "failed" || item.state === "dead" ? " is-failed" : ""}`}>
      <p class="message-who">{from === "note" && <Icon name="note" />}{whoOf(item)}{safety && <span class="mark mark-danger">{t("safety")}</span>}{from === "note" && <span class="note-only">{t("note.only")}</span>}</p>
      <Body item={item} />
      <p class="message-foot"><time dateTime={new Date(at).toISOString()}>{clock(at)}</time>{state && <span class={`state state-${item.state}`}>{state}</span>}</p>
    </article>
  );
}

function whoOf({ from, agent }: Item): string {
  switch (from) {
    case "agent": return agent === me.value?.name ? t("from.me") : agent ?? t("from.agent");
    case "note": return `${t("from.note")} · ${agent ?? ""}`;
    case "person": case "bot": case "system": return t(`from.${from}`);
  }
}

function stateOf({ from, state, code }: Item): string {
  if (from === "note" || from === "system" || (from === "person" && state !== "dead")) return "";
  const words = maybe(`state.${state}`, state);
  return state === "failed" && code ? `${words}: ${maybe(`code.${code}`, code)}` : words;
}

/** People's words as they are; anything else by its kind. */
function Body({ item: { kind, text, from } }: { item: Item }): JSX.Element {
  if (kind === "media") {
    const [, media = text, caption = ""] = /^([a-z]+)(?:: ([^]*))?$/.exec(text) ?? [];
    return <><p class="thing">{maybe(`kind.${media}`, media)} <span class="hint">{t("kind.media-about")}</span></p>{caption && <p class="text" dir="auto">{caption}</p>}</>;
  }
  if (kind === "redacted") return <p class="thing">{t("kind.redacted")}: {maybe(`redacted.${text}`, text)}</p>;
  if (kind === "result") return <><p class="thing">{t("kind.result")}{text && <span class="hint"> {t("kind.untold")}</span>}</p>{text && <p class="text text-result">{text}</p>}</>;
  if (kind === "location" || kind === "contacts" || kind === "order" || kind === "unreadable") return <p class="thing">{t(`kind.${kind}`)}{kind === "location" && text && <span dir="auto"> {text}</span>}</p>;
  return <p class={`text${from === "bot" ? " text-bot" : ""}`} dir="auto">{text}</p>;
}

function UnsentMessage({ unsent: u }: { unsent: Unsent }): JSX.Element {
  return (
    <article class={`message is-unsent ${u.kind === "notes" ? "from-note" : "from-agent"}${u.state === "failed" ? " is-failed" : ""}`}>
      <p class="message-who">{u.kind === "notes" ? t("from.note") : t("from.me")}</p>
      <p class="text" dir="auto">{u.text}</p>
      <p class="message-foot"><span class="state">{unsentState(u)}</span></p>
      {u.state === "failed" && <p class="message-do"><button type="button" class="button" onClick={() => writeAgain(u)}>{t("out.again")}</button><button type="button" class="button" onClick={() => discard(u.clientId)}>{t("out.discard")}</button></p>}
    </article>
  );
}
