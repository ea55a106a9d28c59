/** Views and lines: who waits, for how long, in which language, and how long they may still be written to. */
import type { JSX } from "preact";
import type { Row, View } from "../../server/routes/types.ts";
import { windowOpen } from "../../bot/channels/window.ts";
import { Icon } from "../icons.tsx";
import { answered, claimNext, count, go, inDanger, isMine, loaded, now, openId, shown, view, waitsSince } from "./desk.ts";
import { texts } from "./thread.ts";
import { topicName } from "./topics.ts";
import { maybe, moment, span, t } from "./words.ts";

const VIEWS: readonly View[] = ["mine", "waiting-mine", "waiting", "awaiting-person", "parked", "snoozed", "held"];

export function List(): JSX.Element {
  return (
    <section class="pane pane-list" aria-label={t("conversations")}>
      <div class="views" role="group" aria-label={t("conversations")}>
        {VIEWS.map(v => <button key={v} type="button" class="view" aria-pressed={view.value === v} onClick={() => { view.value = v; }}>{t(`view.${v}`)}<span class="view-count">{count(v)}</span></button>)}
      </div>
      <div class="rows">
        {inDanger.value.length > 0 && (
          <>
            <h2 class="rows-title rows-danger"><Icon name="warning" />{t("danger.waiting")}<span class="view-count">{inDanger.value.length}</span></h2>
            <ul>{inDanger.value.map(row => <Line key={row.id} row={row} />)}</ul>
          </>
        )}
        <h2 class="rows-title">{t(`view.${view.value}`)}</h2>
        <ul>{shown.value.map(row => <Line key={row.id} row={row} />)}</ul>
        {shown.value.length === 0 && <p class="nothing">{!loaded.value ? t("loading") : view.value === "mine" ? t("empty.mine") : t("empty")}</p>}
      </div>
      <button type="button" class="button button-main next" onClick={() => void claimNext()}><Icon name="next" />{t("next")}</button>
    </section>
  );
}

function Line({ row }: { row: Row }): JSX.Element {
  const danger = row.priority === "danger";
  return (
    <li>
      <a class={`line${danger ? " line-danger" : ""}`} href={`/console/c/${row.id}`} aria-current={openId.value === row.id ? "page" : undefined} data-id={row.id}
        onClick={event => { if (event.ctrlKey || event.metaKey || event.shiftKey) return; event.preventDefault(); go(row.id); }}>
        <span class="line-top">
          <span class="alias">{row.alias}</span>
          {danger && <span class="mark mark-danger"><Icon name="warning" />{t("danger")}</span>}
          {row.protection && !danger && <span class="mark"><Icon name="lock" />{t("protection")}</span>}
          <span class="lang" title={maybe(`lang.${row.language}`, row.language)}>{row.otherLanguage ? t("other-language") : row.language.toUpperCase()}</span>
          <Waiting row={row} />
        </span>
        <span class="line-topic">{topicName(row.topic)}</span>
        <span class="line-foot"><span class="line-who">{who(row)}</span><WindowClock row={row} /></span>
      </a>
    </li>
  );
}

function who(row: Row): string {
  const marks = [isMine(row) ? t("mine") : row.holder ? `${t("held-by")} ${row.holder}` : t("nobody")];
  if (row.parked) marks.push(t("parked"));
  if (row.optedOut) marks.push(t("opted-out"));
  if (texts.value.get(row.id)) marks.push(t("draft"));
  return marks.join(" · ");
}

function Waiting({ row }: { row: Row }): JSX.Element {
  if (row.snoozedUntil !== null) return <span class="since">{t("snoozed-until")} {moment(row.snoozedUntil)}</span>;
  if (answered(row)) return <span class="since">{t("answered")} {span(now.value - row.agentRepliedAt)}</span>;
  return <span class="since since-waits">{t("waits")} {span(now.value - waitsSince(row))}</span>;
}

const HOUR = 3_600_000;

/** How long they may still be written to, to the minute; nothing on SMS. */
export function WindowClock({ row }: { row: Row }): JSX.Element {
  if (row.windowEndsAt === null) return <span class="window">SMS</span>;
  const left = row.windowEndsAt - now.value;
  if (!windowOpen(row.heardAt, now.value)) return <span class="window window-closed"><Icon name="lock" />{t("window.closed")}</span>;
  return <span class={`window${left < HOUR ? " window-last" : left < 4 * HOUR ? " window-soon" : ""}`} title={t("window.about")}><Icon name="clock" /><span class="window-word">{t("window.open")}</span> {span(left)}</span>;
}
