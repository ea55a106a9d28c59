/** What is asked before something is done: how it ended, until when, to whom, why. Native dialogs; Escape closes them. */
import { signal, useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Colleagues, Row, Settings } from "../../server/routes/types.ts";
import { Icon } from "../icons.tsx";
import { get, post, type Called } from "./api.ts";
import { go, me, now, openId, orTell, refreshMe, rowOf, tell } from "./desk.ts";
import { topicName } from "./topics.ts";
import { moment, t } from "./words.ts";

export type Asked = { kind: "resolve" | "return" | "snooze" | "give" | "requeue" | "more" | "number"; id: number } | { kind: "shift" | "keys" };
const asked = signal<Asked | null>(null);
export const revealed = signal<{ id: number; number: string } | null>(null);
export const ask = (what: Asked): void => { asked.value = what; };
export const asking = (): boolean => asked.value !== null;
const close = (): void => { asked.value = null; };

export function Dialogs(): JSX.Element | null {
  const what = asked.value;
  if (!what) return null;
  switch (what.kind) {
    case "resolve": return <Resolve id={what.id} />;
    case "return": case "requeue": return <Sure id={what.id} how={what.kind} />;
    case "snooze": return <Snooze id={what.id} />;
    case "give": return <Give id={what.id} />;
    case "more": return <More id={what.id} />;
    case "number": return <Reveal id={what.id} />;
    case "shift": return <Shift />;
    case "keys": return <Keys />;
  }
}

function Box({ title, about, children }: { title: string; about?: string; children: ComponentChildren }): JSX.Element {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const from = document.activeElement as HTMLElement | null;
    box.current?.showModal();
    return () => from?.focus();
  }, []);
  return (
    <dialog class="dialog" ref={box} aria-labelledby="dialog-title" onClose={close} onClick={event => { if (event.target === event.currentTarget) close(); }}>
      <div class="dialog-box">
        <header class="dialog-top"><h2 id="dialog-title">{title}</h2><button type="button" class="icon-button" onClick={close}><Icon name="close" /><span class="visually-hidden">{t("close")}</span></button></header>
        {about && <p>{about}</p>}
        {children}
      </div>
    </dialog>
  );
}

const Choices = ({ children }: { children: ComponentChildren }): JSX.Element => <div class="choices">{children}</div>;

type Wish = { how: "return" | "resolve" | "requeue" | "give" | "snooze"; outcome?: string; to?: string; until?: number };

async function letGo(id: number, wish: Wish): Promise<void> {
  const row = rowOf(id);
  if (!row) return close();
  const done = await orTell(post(`/conversations/${id}/let-go`, { epoch: row.epoch, ...wish }));
  if (!done) return;
  close();
  tell(`${row.alias}: ${t("do")}`);
  if (openId.value === id) go(null);
}

/** Asked once for each dialog. */
function useLoaded<T>(load: () => Promise<Called<T>>): T | null {
  const there = useSignal<T | null>(null);
  useEffect(() => { void orTell(load()).then(body => { there.value = body; }); }, []);
  return there.value;
}

function Resolve({ id }: { id: number }): JSX.Element {
  const settings = useLoaded(() => get<Settings>("/settings"));
  return <Box title={t("resolve")} about={t("resolve.about")}><Choices>{settings?.outcomes.value.map(o => <button key={o.code} type="button" class="button" onClick={() => void letGo(id, { how: "resolve", outcome: o.code })}>{o.label}</button>) ?? t("loading")}</Choices></Box>;
}

function Sure({ id, how }: { id: number; how: "return" | "requeue" }): JSX.Element {
  return <Box title={t(how)} about={t(`${how}.about`)}><Choices><button type="button" class="button button-main" onClick={() => void letGo(id, { how })}>{t(how)}</button><button type="button" class="button" onClick={close}>{t("cancel")}</button></Choices></Box>;
}

function Snooze({ id }: { id: number }): JSX.Element {
  const hours = (n: number): number => now.value + n * 3_600_000;
  const morning = (days: number): number => { const d = new Date(now.value); d.setDate(d.getDate() + days); d.setHours(8, 0, 0, 0); return d.getTime(); };
  const monday = (8 - new Date(now.value).getDay()) % 7 || 7;
  const until = { "snooze.hour": hours(1), "snooze.evening": hours(4), "snooze.tomorrow": morning(1), "snooze.monday": morning(monday) } as const;
  return <Box title={t("snooze")} about={t("snooze.about")}><Choices>{(Object.keys(until) as (keyof typeof until)[]).map(k => <button key={k} type="button" class="button" onClick={() => void letGo(id, { how: "snooze", until: until[k] })}>{t(k)} <span class="hint">{moment(until[k])}</span></button>)}</Choices></Box>;
}

const colleagues = (): Promise<Called<Colleagues>> => get("/agents");
const onShift = (all: Colleagues | null): Colleagues => all?.filter(a => a.onShift && a.active && a.name !== me.value?.name && a.role !== "admin" && a.role !== "auditor") ?? [];
const about = ({ languages, held, capacity }: Colleagues[number]): string => `${languages.join(", ")} · ${held}/${capacity}`;

function Give({ id }: { id: number }): JSX.Element {
  const all = useLoaded(colleagues), there = onShift(all);
  return <Box title={t("give")} about={all && !there.length ? t("give.none") : t("give.about")}><Choices>{there.map(a => <button key={a.name} type="button" class="button" onClick={() => void letGo(id, { how: "give", to: a.name })}>{a.name} <span class="hint">{about(a)}</span></button>)}</Choices></Box>;
}

function More({ id }: { id: number }): JSX.Element {
  const kinds = ["return", "snooze", "give", "requeue"] as const;
  return <Box title={t("more")}><Choices>{kinds.map(kind => <button key={kind} type="button" class="button" onClick={() => { close(); queueMicrotask(() => ask({ kind, id })); }}>{t(kind)}</button>)}</Choices></Box>;
}

function Reveal({ id }: { id: number }): JSX.Element {
  const why = useSignal(""), short = useSignal(false);
  const submit = async (): Promise<void> => {
    if (why.value.trim().length < 5) { short.value = true; return; }
    const done = await orTell(post<{ number: string }>(`/conversations/${id}/number`, { why: why.value.trim() }));
    if (!done) return;
    revealed.value = { id, number: done.number };
    close();
  };
  return (
    <Box title={t("card.reveal")} about={t("reveal.about")}>
      <form onSubmit={event => { event.preventDefault(); void submit(); }}>
        <label class="labelled">{t("reveal.why")}<input name="why" maxLength={300} value={why.value} onInput={event => { why.value = event.currentTarget.value; }} /></label>
        <p class="wrong" role="alert">{short.value ? t("reveal.short") : ""}</p>
        <Choices><button type="submit" class="button button-main">{t("card.reveal")}</button></Choices>
      </form>
    </Box>
  );
}

type Handed = Pick<Row, "id" | "alias" | "topic" | "priority">[];

function Shift(): JSX.Element {
  const all = useLoaded(colleagues), handed = useSignal<Handed | null>(null);
  const end = async (to?: string): Promise<void> => {
    const done = await orTell(post<{ handed: Handed }>("/me/hand-over", to === undefined ? {} : { to }));
    if (!done) return;
    handed.value = done.handed.toSorted((a, b) => Number(b.priority === "danger") - Number(a.priority === "danger"));
    void refreshMe();
  };
  if (handed.value) {
    return (
      <Box title={t("handed")} about={handed.value.length ? t("handed.about") : t("handed.none")}>
        <ul class="handed">{handed.value.map(h => <li key={h.id}><span class="alias">{h.alias}</span> {topicName(h.topic)} {h.priority === "danger" && <span class="mark mark-danger"><Icon name="warning" />{t("danger")}</span>}</li>)}</ul>
        <Choices><button type="button" class="button button-main" onClick={close}>{t("close")}</button></Choices>
      </Box>
    );
  }
  return <Box title={t("shift.end")} about={t("shift.end-about")}><Choices><button type="button" class="button button-main" onClick={() => void end()}>{t("shift.to-queue")}</button>{onShift(all).map(a => <button key={a.name} type="button" class="button" onClick={() => void end(a.name)}>{a.name} <span class="hint">{about(a)}</span></button>)}</Choices></Box>;
}

const KEYS = [["J K", "key.move"], ["Enter", "key.open"], ["X", "key.next"], ["C", "key.claim"], ["R", "key.reply"], ["N", "key.note"], ["/", "key.canned"], ["E", "key.resolve"], ["B", "key.return"], ["S", "key.snooze"], ["Ctrl Enter", "key.send"], ["?", "key.help"]] as const;

function Keys(): JSX.Element {
  return <Box title={t("keys")}><dl class="pairs keys">{KEYS.map(([key, what]) => <><dt key={key}><kbd>{key}</kbd></dt><dd>{t(what)}</dd></>)}</dl></Box>;
}
