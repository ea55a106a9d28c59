/** The page around the phones: who the person is, another person, light or dark, and tabs where only one phone has room. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../icons.tsx";
import { ThemeButton } from "../theme.tsx";
import { Phone } from "./phone.tsx";
import { link, newPerson, person, threads, type Channel } from "./thread.ts";

const NAMES = { whatsapp: "WhatsApp", sms: "SMS" } as const;
const CHANNELS = ["whatsapp", "sms"] as const;

/** Two phones beside each other need this much. */
const WIDE = window.matchMedia("(min-width: 800px)");
const wide = signal(WIDE.matches);
WIDE.addEventListener("change", event => { wide.value = event.matches; });

const shown = signal<Channel>("whatsapp");
/** How many messages of a phone were on the screen, so that its tab tells of new ones. */
const seen = signal<Record<Channel, number>>({ whatsapp: 0, sms: 0 });

export function Simulator(): JSX.Element {
  return (
    <div class="page">
      <header class="bar">
        <h1 class="brand"><span class="brand-mark"><Icon name="bridge" /></span><span class="brand-name">Puente <span class="brand-what">simulator</span></span></h1>
        <p class="who"><Icon name="person" /><span class="visually-hidden">Person </span><span class="number">{spaced(person.value)}</span></p>
        <button type="button" class="bar-button bar-new" onClick={() => { newPerson(); seen.value = { whatsapp: 0, sms: 0 }; }}><Icon name="plus" /><span>New person</span></button>
        <ThemeButton className="bar-button bar-icon" label={theme => `Colours: ${theme}`} />
      </header>
      <main class="main">
        {!wide.value && <Tabs />}
        <div class="phones">
          <Panel channel="whatsapp" />
          {wide.value && <Arch />}
          <Panel channel="sms" />
        </div>
      </main>
      <p class="link" role="status">{link.value === "lost" ? "Puente does not answer. Is it running? Connecting again…" : ""}</p>
    </div>
  );
}

/** What joins the phones: the same corridor behind both. */
function Arch(): JSX.Element {
  return <svg class="arch" viewBox="0 0 120 64" preserveAspectRatio="none" aria-hidden="true"><path d="M0 60H120M0 60C14 22 38 8 60 8S106 22 120 60M20 60V28M40 60V13M60 60V8M80 60V13M100 60V28" /></svg>;
}

function Panel({ channel }: { channel: Channel }): JSX.Element {
  const visible = wide.value || shown.value === channel;
  const count = threads[channel].value.length;
  useEffect(() => { if (visible && seen.peek()[channel] !== count) seen.value = { ...seen.peek(), [channel]: count }; }, [visible, count]);
  const tab = wide.value ? {} : { role: "tabpanel" as const, "aria-labelledby": `tab-${channel}` };
  return <div class="panel" id={`panel-${channel}`} hidden={!visible} {...tab}><Phone channel={channel} name={NAMES[channel]} visible={visible} /></div>;
}

function Tabs(): JSX.Element {
  const turn = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    shown.value = shown.value === "whatsapp" ? "sms" : "whatsapp";
    document.getElementById(`tab-${shown.value}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Phones" onKeyDown={turn}>
      {CHANNELS.map(channel => {
        const here = shown.value === channel;
        const unseen = here ? 0 : threads[channel].value.length - seen.value[channel];
        return (
          <button key={channel} type="button" role="tab" id={`tab-${channel}`} class={`tab tab-${channel}`} aria-selected={here} aria-controls={`panel-${channel}`} tabIndex={here ? 0 : -1} onClick={() => { shown.value = channel; }}>
            {NAMES[channel]}{unseen > 0 && <span class="unseen">{unseen}<span class="visually-hidden"> new</span></span>}
          </button>
        );
      })}
    </div>
  );
}

/** +507 6123-4567, as it is written in Panama. */
function spaced(number: string): string {
  return `+${number.slice(0, 3)} ${number.slice(3, 7)}-${number.slice(7)}`;
}
