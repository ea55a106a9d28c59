/** Where a person writes: a field that grows, things to attach, and on SMS what the words would cost. */
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { countSegments } from "../../bot/channels/segments.ts";
import type { SimulatorSays } from "../../server/routes/types.ts";
import { Icon, type IconName } from "../icons.tsx";
import { person, send, type Channel } from "./thread.ts";

export function Composer({ channel, name, disabled }: { channel: Channel; name: string; disabled: boolean }): JSX.Element {
  const draft = useSignal("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => { draft.value = ""; }, [person.value]);
  const submit = (): void => {
    if (draft.value.trim() === "") return;
    send(channel, { text: draft.value });
    draft.value = "";
    field.current?.focus();
  };
  return (
    <form class="composer" onSubmit={event => { event.preventDefault(); submit(); }}>
      <Attach channel={channel} disabled={disabled} />
      <div class="field">
        <textarea ref={field} rows={1} dir="auto" aria-label={`Message on ${name}`} placeholder="Message" maxLength={10_000} disabled={disabled} value={draft.value} enterkeyhint="send" autocomplete="off"
          onInput={event => { draft.value = event.currentTarget.value; }}
          onKeyDown={event => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); } }} />
        {channel === "sms" && draft.value !== "" && <Count text={draft.value} />}
      </div>
      <button type="submit" class="round send" disabled={disabled || draft.value.trim() === ""}><Icon name="send" /><span class="visually-hidden">Send on {name}</span></button>
    </form>
  );
}

function Count({ text }: { text: string }): JSX.Element {
  const { encoding, units, segments } = countSegments(text);
  return <p class="count">{units} {encoding === "GSM-7" ? "septets" : "units"} · {segments} {segments === 1 ? "segment" : "segments"} · {encoding}</p>;
}

// ── things to attach ──────────────────────────────────────────────────────────────────────────────────────────────

type Thing = { name: string; icon: IconName; says: SimulatorSays };

const THINGS: Thing[] = [
  { name: "Voice note", icon: "voice", says: { media: "voice" } },
  { name: "Photo", icon: "image", says: { media: "image" } },
  { name: "Document", icon: "document", says: { media: "document" } },
  { name: "Sticker", icon: "sticker", says: { media: "sticker" } },
  { name: "Location", icon: "pin", says: { location: { latitude: 8.9824, longitude: -79.5199, name: "Ciudad de Panamá" } } },
];
/** What comes as MMS. */
const BY_SMS: Thing[] = [
  { name: "Photo", icon: "image", says: { media: "image" } },
  { name: "Audio", icon: "voice", says: { media: "audio" } },
];

function Attach({ channel, disabled }: { channel: Channel; disabled: boolean }): JSX.Element {
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const items = (): HTMLElement[] => [...root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []];
  const close = (): void => { open.value = false; trigger.current?.focus(); };

  useEffect(() => {
    if (!open.value) return undefined;
    items()[0]?.focus();
    const away = (event: PointerEvent): void => { if (!root.current?.contains(event.target as Node)) open.value = false; };
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [open.value]);

  const move = (event: KeyboardEvent): void => {
    if (!open.value) return;
    const all = items(), at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); all[to]?.focus(); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Tab") open.value = false;
  };
  return (
    <div class="attach" ref={root} onKeyDown={move}>
      <button type="button" ref={trigger} class="round" aria-haspopup="menu" aria-expanded={open.value} disabled={disabled} onClick={() => { open.value = !open.value; }}><Icon name="plus" /><span class="visually-hidden">Attach</span></button>
      {open.value && (
        <div class="menu" role="menu" aria-label="Attach">
          {(channel === "sms" ? BY_SMS : THINGS).map(({ name, icon, says }) => (
            <button key={name} type="button" role="menuitem" tabIndex={-1} class="menu-item" onClick={() => { send(channel, says); close(); }}><span class={`menu-icon menu-${icon}`}><Icon name={icon} /></span>{name}</button>
          ))}
        </div>
      )}
    </div>
  );
}
