/** One message as a phone shows it, and beneath it what it costs. Whatever was written stays text. */
import type { ComponentChildren, JSX } from "preact";
import type { SmsMessage, WhatsAppMessage } from "../../bot/channels/message.ts";
import { countSegments, type Segments } from "../../bot/channels/segments.ts";
import { Icon, type IconName } from "../icons.tsx";
import { send, sendAgain, unsentOf, type FromPerson, type FromPuente, type Unsent } from "./thread.ts";

export type List = Extract<WhatsAppMessage, { kind: "list" }>;
type Said = FromPerson["said"];

export function FromPuenteBubble({ sent: { message, at, channel }, onList }: { sent: FromPuente; onList: (list: List, from: HTMLElement) => void }): JSX.Element {
  return (
    <article class="message from-puente">
      <h3 class="visually-hidden">Puente</h3>
      <div class="bubble">
        <Text>{message.body}</Text>
        <Stamp at={at} />
        {message.kind === "list" && <button type="button" class="bubble-list" aria-haspopup="dialog" onClick={event => onList(message, event.currentTarget)}><Icon name="list" /><span dir="auto">{message.button}</span></button>}
      </div>
      {message.kind === "buttons" && (
        <div class="bubble-buttons">
          {message.buttons.map(({ id, title }) => <button key={id} type="button" class="bubble-button" onClick={() => send(channel, { choice: { id, title } })}><Icon name="reply" /><span dir="auto">{title}</span></button>)}
        </div>
      )}
      {message.kind === "sms" ? <SmsCost body={message.body} counted={message} /> : <ChatCost message={message} />}
    </article>
  );
}

export function FromPersonBubble({ message, answered }: { message: FromPerson; answered: boolean }): JSX.Element {
  const { said, at, channel, state, silent } = message;
  const again = state === "failed" ? unsentOf(message) : null;
  return (
    <article class="message from-person">
      <h3 class="visually-hidden">Person</h3>
      <div class="bubble"><SaidContent said={said} /><Stamp at={at} tick={state === "stored" ? (answered && !silent ? "answered" : "stored") : state} /></div>
      {channel === "sms" && said.kind === "text" && <SmsCost body={said.text} counted={countSegments(said.text)} />}
      {silent && <p class="note">{SILENT[silent]}</p>}
      {again && <Again unsent={again} />}
    </article>
  );
}

const SILENT = {
  "opted-out": "The carrier's opt-out word: Twilio answers it, Puente stays silent.",
  "opted-in": "The carrier's opt-in word: Twilio answers it, Puente stays silent.",
  help: "The carrier's help word: Twilio answers it, Puente stays silent.",
} as const;

export function UnsentBubble({ unsent }: { unsent: Unsent }): JSX.Element {
  return (
    <article class="message from-person">
      <h3 class="visually-hidden">Person</h3>
      <div class="bubble"><SaidContent said={saidOf(unsent)} /><Stamp at={unsent.at} tick={unsent.failed ? "failed" : "sending"} /></div>
      {unsent.failed && <Again unsent={unsent} />}
    </article>
  );
}

function Again({ unsent }: { unsent: Unsent }): JSX.Element {
  return <button type="button" class="again" onClick={() => sendAgain(unsent)}>Not sent. Try again</button>;
}

function saidOf({ says }: Unsent): Said {
  if ("text" in says) return { kind: "text", text: says.text };
  if ("choice" in says) return { kind: "choice", ...says.choice };
  if ("media" in says) return { kind: "media", media: says.media, ...(says.caption !== undefined && { caption: says.caption }) };
  return { kind: "location", ...says.location };
}

// ── what is inside ────────────────────────────────────────────────────────────────────────────────────────────────

/** Each line goes in its own direction. */
function Text({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="text" dir="auto">{children}</p>;
}

const KINDS: Record<string, { icon: IconName; name: string }> = {
  voice: { icon: "voice", name: "Voice note" }, audio: { icon: "voice", name: "Audio" }, image: { icon: "image", name: "Photo" }, video: { icon: "play", name: "Video" },
  sticker: { icon: "sticker", name: "Sticker" }, document: { icon: "document", name: "Document" },
};

function SaidContent({ said }: { said: Said }): JSX.Element {
  switch (said.kind) {
    case "text": return <Text>{said.text}</Text>;
    case "choice": return <Text>{said.title}</Text>;
    case "quick-reply": return <Text>{said.text}</Text>;
    case "media": return <Media kind={said.media} caption={said.caption ?? ""} />;
    case "location": return <div class="media media-location"><span class="map"><Icon name="pin" /></span><p class="text" dir="auto">{said.name ?? "Location"}</p><p class="detail">{said.latitude.toFixed(4)}, {said.longitude.toFixed(4)}</p></div>;
    case "contacts": case "order": case "unreadable": case "redacted": return <p class="text"><em>{said.kind}</em></p>;
  }
}

function Media({ kind, caption }: { kind: string; caption: string }): JSX.Element {
  const { icon, name } = KINDS[kind] ?? { icon: "document" as const, name: kind };
  return (
    <div class={`media media-${kind}`}>
      {kind === "voice"
        ? <span class="voice"><Icon name="play" /><svg class="wave" viewBox="0 0 100 24" aria-hidden="true"><path d="M2 10v4M7 7v10M12 4v16M17 8v8M22 10v4M27 6v12M32 2v20M37 7v10M42 9v6M47 5v14M52 8v8M57 10v4M62 6v12M67 3v18M72 8v8M77 10v4M82 7v10M87 9v6M92 10v4M97 11v2" /></svg></span>
        : <span class="picture"><Icon name={icon} /></span>}
      <p class="detail">{name}</p>
      {caption && <Text>{caption}</Text>}
    </div>
  );
}

// ── when, how far, at what cost ───────────────────────────────────────────────────────────────────────────────────

type Tick = "sending" | "failed" | "stored" | "answered";
const TICKS: Record<Tick, { icon: IconName; told: string }> = {
  sending: { icon: "clock", told: "on its way" }, failed: { icon: "warning", told: "not sent" },
  stored: { icon: "tick", told: "stored" }, answered: { icon: "ticks", told: "answered" },
};

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function Stamp({ at, tick }: { at: number; tick?: Tick }): JSX.Element {
  return (
    <span class="stamp">
      <time dateTime={new Date(at).toISOString()}>{TIME.format(at)}</time>
      {tick && <span class={`tick tick-${tick}`} title={TICKS[tick].told}><Icon name={TICKS[tick].icon} /><span class="visually-hidden">, {TICKS[tick].told}</span></span>}
    </span>
  );
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
const counted = (n: number, one: string, many: string): string => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** A strip a segment, so that a dear message is seen before it is read. */
function SmsCost({ body, counted: { encoding, segments } }: { body: string; counted: Pick<Segments, "encoding" | "segments"> | SmsMessage }): JSX.Element {
  return (
    <p class="cost">
      <span class="strips" aria-hidden="true">{Array.from({ length: Math.min(segments, 10) }, (_, i) => <i key={i} />)}</span>
      {counted(segments, "segment", "segments")} · {encoding} · {counted(bytesOf(body), "byte", "bytes")}
    </p>
  );
}

/** 1,024: the most beside buttons or a list; 4,096 alone. */
function ChatCost({ message: { kind, body } }: { message: WhatsAppMessage }): JSX.Element {
  return <p class="cost">{kind} · {body.length.toLocaleString("en")} of {kind === "text" ? "4,096" : "1,024"} · {counted(bytesOf(body), "byte", "bytes")}</p>;
}
