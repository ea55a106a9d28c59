/** Where an agent writes: to the person, or a note to the colleagues. It stays writable when the window is closed; what is
 *  sent then is kept until the person writes. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { countSegments } from "../../bot/channels/segments.ts";
import { windowOpen } from "../../bot/channels/window.ts";
import type { Answer, Row } from "../../server/routes/types.ts";
import { Icon } from "../icons.tsx";
import { get } from "./api.ts";
import { claim, isMine, me, now, orTell } from "./desk.ts";
import { card, draftState, notes, send, setNote, texts, writing, wroteMeanwhile } from "./thread.ts";
import { maybe, t } from "./words.ts";

const LONGEST = 4_000;
type Mode = "reply" | "note";

export function Composer({ id, row }: { id: number; row: Row }): JSX.Element {
  const mine = isMine(row), mode = useSignal<Mode>("reply"), field = useRef<HTMLTextAreaElement>(null), canned = useSignal(false);
  const note = mode.value === "note" || !mine, text = (note ? notes : texts).value.get(id) ?? "";
  const parks = !note && ((row.windowEndsAt !== null && !windowOpen(row.heardAt, now.value)) || row.optedOut);
  const blocked = !note && wroteMeanwhile.value;
  const change = (value: string): void => { if (note) setNote(id, value); else writing(id, value); };
  const submit = (): void => {
    if (blocked || !text.trim()) return;
    send(note ? "notes" : "replies", text);
    field.current?.focus();
  };
  const language = row.otherLanguage ? card.value?.speaks ?? "" : maybe(`lang.${row.language}`, row.language);
  return (
    <form class={`composer ${note ? "composer-note" : ""}`} onSubmit={event => { event.preventDefault(); submit(); }}>
      <div class="composer-top">
        {mine ? <ModeSwitch mode={mode.value} onMode={m => { mode.value = m; field.current?.focus(); }} /> : <Other id={id} row={row} />}
        {mine && !note && <button type="button" class="button button-small canned-open" data-key="canned" aria-expanded={canned.value} onClick={() => { canned.value = !canned.value; }}><Icon name="list" /><span class="canned-label">{t("canned")}</span></button>}
      </div>
      {canned.value && mine && !note && <Canned row={row} onClose={() => { canned.value = false; field.current?.focus(); }} onPick={picked => { change(text ? `${text}\n${picked}` : picked); canned.value = false; field.current?.focus(); }} />}
      {blocked && <p class="notice" role="alert">{t("new-message")} <button type="button" class="button button-small" onClick={() => { wroteMeanwhile.value = false; field.current?.focus(); }}>{t("new-message.seen")}</button></p>}
      {parks && <p class="notice"><Icon name="lock" />{row.optedOut ? t("opted-out.about") : t("park.about")}</p>}
      <div class="composer-field">
        <textarea ref={field} rows={2} dir="auto" maxLength={LONGEST} data-key={note ? "note" : "reply"} aria-label={note ? t("write.note") : t("write")} placeholder={note ? t("write.note") : t("write.to", { language })} value={text}
          onInput={event => change(event.currentTarget.value)}
          onKeyDown={event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); submit(); } }} />
        <button type="submit" class={`button ${note ? "button-note" : "button-main"}`} disabled={blocked || !text.trim()} title={t("send.keys")}>{note ? t("send.note") : parks ? t("send.park") : t("send")}</button>
      </div>
      <p class="composer-foot">
        <span>{note ? `${t("from.note")}: ${t("note.only")}` : row.channel === "sms" && text ? cost(text) : t("send.keys")}</span>
        {!note && draftState.value && <span>{t(`draft.${draftState.value}`)}</span>}
      </p>
    </form>
  );
}

function ModeSwitch({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }): JSX.Element {
  return (
    <div class="modes" role="group">
      {(["reply", "note"] as const).map(m => <button key={m} type="button" class={`mode mode-${m}`} data-key={`mode-${m}`} aria-pressed={mode === m} onClick={() => onMode(m)}>{m === "note" && <Icon name="note" />}{t(`mode.${m}`)}</button>)}
    </div>
  );
}

function Other({ id, row }: { id: number; row: Row }): JSX.Element {
  if (row.holder !== null) return <p class="hint">{t("held", { who: row.holder })}</p>;
  return <p class="hint">{t("claim.next")} <button type="button" class="button button-small button-main" onClick={() => void claim(id)}>{t("claim")}</button></p>;
}

function cost(text: string): string {
  const { segments, units, encoding } = countSegments(text);
  return `${t("segments", { n: segments, units, unit: t("septets") })} · ${encoding}`;
}

/** One answer, with its text in the person's language, and beneath it the same in the agent's own. */
function Canned({ row, onPick, onClose }: { row: Row; onPick: (text: string) => void; onClose: () => void }): JSX.Element {
  const answers = useSignal<Answer[] | null>(null), asked = useSignal(""), begun = useRef(false);
  if (!begun.current) {
    begun.current = true;
    void orTell(get<Answer[]>("/answers")).then(all => { answers.value = all ?? []; });
  }
  const wanted = asked.value.trim().toLowerCase(), own = me.value?.languages[0] ?? "es";
  const found = (answers.value ?? []).filter(a => !wanted || `${a.title} ${a.variants.map(v => v.text).join(" ")}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => Number(b.topic === row.topic) - Number(a.topic === row.topic));
  return (
    <div class="canned" role="region" aria-label={t("canned")} onKeyDown={event => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); onClose(); } }}>
      <input type="search" ref={e => { if (e && !e.dataset["seen"]) { e.dataset["seen"] = "1"; e.focus(); } }} aria-label={t("canned.search")} placeholder={t("canned.search")} value={asked.value} onInput={event => { asked.value = event.currentTarget.value; }} />
      {answers.value && found.length === 0 && <p class="hint">{t("canned.none")}</p>}
      <ul>
        {found.map(a => {
          const variant = a.variants.find(v => v.language === row.language), twin = row.language === own ? undefined : a.variants.find(v => v.language === own);
          return (
            <li key={a.id}>
              <button type="button" class="canned-one" disabled={!variant} onClick={() => { if (variant) onPick(variant.text); }}>
                <span class="canned-title">{a.title} <span class={variant?.reviewed ? "hint" : "mark"}>{!variant ? t("canned.missing", { language: maybe(`lang.${row.language}`, row.language) }) : variant.reviewed ? t("canned.reviewed") : t("canned.unread")}</span></span>
                {variant && <span class="canned-text" dir="auto" lang={variant.language}>{variant.text}</span>}
                {twin && <span class="canned-text canned-twin" dir="auto" lang={twin.language}>{t("canned.twin")}: {twin.text}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
