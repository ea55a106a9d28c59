/** One phone: its conversation, what can be written, and the sheet of a list. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { SimulatorMessage } from "../../server/routes/types.ts";
import { FromPersonBubble, FromPuenteBubble, UnsentBubble, type List } from "./bubble.tsx";
import { Composer } from "./composer.tsx";
import { Icon } from "../icons.tsx";
import { Sheet } from "./sheet.tsx";
import { channels, person, send, threads, waiting, type Channel } from "./thread.ts";

/** A turn takes milliseconds, a look-up a little longer. After this nobody is writing any more. */
const WRITING_FOR = 5_000;

export function Phone({ channel, name, visible }: { channel: Channel; name: string; visible: boolean }): JSX.Element {
  const list = useSignal<List | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const here = channels.value[channel];
  const thread = threads[channel].value, unsent = waiting[channel].value;
  useEffect(() => { list.value = null; }, [person.value]);

  const open = (wanted: List, from: HTMLElement): void => { opener.current = from; list.value = wanted; };
  const close = (): void => { list.value = null; requestAnimationFrame(() => opener.current?.focus()); };

  return (
    <section class={`phone phone-${channel}`} aria-label={`${name} phone`}>
      <div class="screen" inert={list.value !== null}>
        <header class="phone-top">
          <span class="avatar"><Icon name="bridge" /></span>
          <div class="phone-who"><h2 class="phone-name">Puente</h2><p class="phone-sub">{sub(channel, thread)}</p></div>
          <span class="phone-kind">{name}</span>
        </header>
        {here ? <Conversation channel={channel} name={name} visible={visible} onList={open} thread={thread} unsent={unsent} /> : (
          <div class="thread absent"><p>This channel has a real provider configured, so there is no simulated phone. Write to Puente from a real one.</p></div>
        )}
        <Composer channel={channel} name={name} disabled={!here} />
      </div>
      {list.value && <Sheet list={list.value} onClose={close} onChoose={choice => { send(channel, { choice }); close(); }} />}
    </section>
  );
}

function sub(channel: Channel, thread: readonly SimulatorMessage[]): string {
  if (channel === "whatsapp") return "buttons and lists";
  const segments = thread.reduce((sum, m) => sum + (m.from === "puente" && m.message.kind === "sms" ? m.message.segments : 0), 0);
  return segments === 0 ? "plain text, numbered" : `${segments} ${segments === 1 ? "segment" : "segments"} sent so far`;
}

type Shown = { channel: Channel; name: string; visible: boolean; onList: (list: List, from: HTMLElement) => void; thread: readonly SimulatorMessage[]; unsent: typeof waiting.sms.value };

function Conversation({ channel, name, visible, onList, thread, unsent }: Shown): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const last = thread.at(-1);
  const writing = useSignal(false);
  const asked = last?.from === "person" && last.state !== "failed" && !last.silent ? last.n : 0;
  useEffect(() => {
    writing.value = asked > 0;
    if (asked === 0) return undefined;
    const timer = setTimeout(() => { writing.value = false; }, WRITING_FOR);
    return () => clearTimeout(timer);
  }, [asked]);
  useLayoutEffect(() => { if (visible) box.current?.scrollTo({ top: box.current.scrollHeight }); }, [thread.length, unsent.length, visible, writing.value]);

  const answeredUpTo = thread.findLast(m => m.from === "puente")?.n ?? 0;
  return (
    <div class="thread" ref={box} role="log" aria-label={`Conversation on ${name}`} tabIndex={0}>
      <p class="pill">Simulated: nothing leaves this machine</p>
      {thread.length + unsent.length === 0 && <Beginning channel={channel} />}
      {thread.map(m => (m.from === "person"
        ? <FromPersonBubble key={m.n} message={m} answered={m.n < answeredUpTo} />
        : <FromPuenteBubble key={m.n} sent={m} onList={onList} />))}
      {unsent.map(u => <UnsentBubble key={u.id} unsent={u} />)}
      {writing.value && <p class="writing"><span class="visually-hidden">Puente is writing</span><i /><i /><i /></p>}
    </div>
  );
}

const OPENINGS = [["hola", "es"], ["permiso de trabajo", "es"], ["how is my case?", "en"], ["مرحبا", "ar"]] as const;

function Beginning({ channel }: { channel: Channel }): JSX.Element {
  return (
    <div class="beginning">
      <span class="beginning-mark"><Icon name="bridge" /></span>
      <p>Nothing said yet. How does this person begin?</p>
      <div class="openings">
        {OPENINGS.map(([text, language]) => <button key={text} type="button" class="opening" lang={language} dir="auto" onClick={() => send(channel, { text })}>{text}</button>)}
      </div>
    </div>
  );
}
