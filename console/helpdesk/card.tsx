/** What whoever takes over must know: why it came, what was asked, what was told and on which facts, whom one writes to. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Conversation } from "../../server/routes/types.ts";
import { Icon } from "../icons.tsx";
import { go, openId, pane } from "./desk.ts";
import { ask, revealed } from "./dialogs.tsx";
import { card } from "./thread.ts";
import { topicName } from "./topics.ts";
import { maybe, moment, t } from "./words.ts";

export function Card(): JSX.Element {
  const one = card.value, id = openId.value;
  return (
    <section class="pane pane-card" aria-label={t("card")} tabIndex={0}>
      {pane.value === "card" && <button type="button" class="button only-narrow card-back" onClick={() => go(id)}><Icon name="back" />{t("thread")}</button>}
      {one && id !== null && <Facts one={one} id={id} />}
    </section>
  );
}

function Facts({ one: { row, number, speaks, asked, told }, id }: { one: Conversation; id: number }): JSX.Element {
  return (
    <>
      <section class={row.priority === "danger" ? "why why-danger" : "why"}>
        <h2>{t("card.why")}</h2>
        <p class="why-text">{row.priority === "danger" ? <><Icon name="warning" />{t("why.danger", { topic: topicName(row.topic) })}</> : row.topic === "talk-to-human" ? t("why.human") : t("why.topic", { topic: topicName(row.topic) })}</p>
      </section>
      <section>
        <h2>{t("card.asked")}</h2>
        {asked ? <p class="quote" dir="auto">{asked.text}</p> : <p class="hint">{t("card.none")}</p>}
      </section>
      <section>
        <h2>{t("card.told")}</h2>
        {told ? <p class="quote quote-bot" dir="auto">{told.text}</p> : <p class="hint">{t("card.none")}</p>}
        {told && told.facts.length > 0 && (
          <details class="sources"><summary>{t("card.sources")} ({told.facts.length})</summary>
            <ul>{told.facts.map(f => <li key={f.id}><strong dir="auto">{f.value}</strong> {f.about}<br /><span class="hint">{f.source}, {f.sourceDate}</span>{f.held ? <span class="mark mark-danger">{t("fact.held")}</span> : f.status !== "confirmed" && <span class="mark">{t("fact.unconfirmed")}</span>}</li>)}</ul>
          </details>
        )}
      </section>
      <section>
        <h2>{t("card.person")}</h2>
        <dl class="pairs">
          <dt>{t("card.number")}</dt><dd><PhoneNumber id={id} masked={number} /></dd>
          <dt>{t("card.language")}</dt><dd>{maybe(`lang.${row.language}`, row.language)}</dd>
          {speaks && <><dt>{t("card.speaks")}</dt><dd dir="auto">{speaks}</dd></>}
          <dt>{t("card.channel")}</dt><dd>{row.channel === "sms" ? "SMS" : "WhatsApp"}</dd>
          <dt>{t("card.opened")}</dt><dd>{moment(row.openedAt)}</dd>
          <dt>{t("card.heard")}</dt><dd>{moment(row.heardAt)}</dd>
          {row.owner && <><dt>{t("card.owner")}</dt><dd>{row.owner}</dd></>}
        </dl>
      </section>
    </>
  );
}

const SHOWN_FOR = 60_000;

/** Shown for a minute, and only here. */
function PhoneNumber({ id, masked }: { id: number; masked: string }): JSX.Element {
  const shown = revealed.value?.id === id ? revealed.value.number : null;
  useEffect(() => {
    if (shown === null) return undefined;
    const timer = setTimeout(() => { revealed.value = null; }, SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [shown]);
  return <span class="phone-number"><bdi>{shown ?? masked}</bdi> {shown ? <button type="button" class="button button-small" onClick={() => { revealed.value = null; }}>{t("card.hide")}</button> : <button type="button" class="button button-small" onClick={() => ask({ kind: "number", id })}>{t("card.reveal")}</button>}</span>;
}
