/** One page for a legal officer: every answer in all its languages side by side, with the facts it rests on, their sources,
 *  dates and review. No script, nothing from elsewhere, readable when printed. */
import type { Words } from "../../bot/words.ts";
import type { Fact } from "../../flows/fact.ts";
import { LANGUAGES, type Language } from "../../flows/ids.ts";
import type { Option } from "../../flows/flow.ts";
import type { FactId, TextKey } from "../../flows/reply.ts";
import { factsIn, factsOf, flowFile, formsOf, optionsOf, sayOf, spotsOf, textsOf, type Given, type Report, type Spot } from "./given.ts";

export function page(given: Given, words: Words, report: Report): string {
  const flows = Object.values(given.library.flows);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Puente: every answer and what it rests on</title><style>${STYLE}</style></head><body>
<h1>Puente: every answer and what it rests on</h1>
<p>${escape(given.today)}. ${flows.length} flows, ${report.paths} paths walked, ${report.findings.length} findings, ${report.warnings.length} overdue reviews. Texts of version ${escape(given.content.version)}.
A fact that is not confirmed is marked; so is a text that no native speaker has read.</p>
${findings(report)}
<nav><h2>Flows</h2><ul>${flows.map(flow => `<li><a href="#${escape(flow.id)}">${escape(flow.id)}</a></li>`).join("")}<li><a href="#outside">outside the flows</a></li></ul></nav>
${flows.map(flow => `<section id="${escape(flow.id)}"><h2>${escape(flow.id)}</h2><p class="file">${escape(flowFile(flow.id))}, version ${flow.version}${flow.protection ? ", protection" : ""}</p>
${Object.entries(flow.steps).map(([id, step]) => answer(given, words, { flow, id, step })).join("\n")}</section>`).join("\n")}
<section id="outside"><h2>Outside the flows</h2><p class="file">the notice, words that work everywhere, results of look-ups</p>
${outside(given).map(key => alone(given, words, key)).join("\n")}</section>
</body></html>
`;
}

function findings({ findings: found, warnings }: Report): string {
  const all = [...found, ...warnings];
  if (!all.length) return "";
  return `<h2>To mend</h2><ul>${all.map(({ file, key, what, todo }) => `<li><b>${escape(key)}</b> ${escape(what)}; ${escape(todo)} <span class="file">${escape(file)}</span></li>`).join("")}</ul>`;
}

/** Every text that no step says and that is no label. */
function outside({ library, content }: Given): TextKey[] {
  const inFlows = new Set(spotsOf(library).flatMap(({ step }) => [...sayOf(step), ...optionsOf(step).flatMap(o => [o.label, o.about ?? ""])]).concat(library.menu.map(choice => choice.label)));
  return [...new Set(textsOf({ ...content, texts: { es: content.texts.es ?? {} } }).map(({ base }) => base))].filter(key => !inFlows.has(key));
}

function alone(given: Given, words: Words, key: TextKey): string {
  const languages = LANGUAGES.filter(language => formsOf(given.content, language, [key]).length > 0);
  const facts = new Set(formsOf(given.content, "es", [key]).flatMap(({ text }) => factsIn(text)));
  return `<article><h3 id="${escape(key)}">${escape(key)}</h3><div class="languages">${languages.map(language => column(given, words, language, [key], [])).join("")}</div>${factTable(given, [...facts])}</article>`;
}

function answer(given: Given, words: Words, spot: Spot): string {
  const { flow, id, step } = spot;
  const languages = LANGUAGES.filter(language => formsOf(given.content, language, sayOf(step)).length > 0);
  const said = languages.length ? `<div class="languages">${languages.map(language => column(given, words, language, sayOf(step), optionsOf(step))).join("")}</div>` : "<p>Says nothing of its own: the case registry is asked.</p>";
  return `<article><h3 id="${escape(`${flow.id}/${id}`)}">${escape(id)} <small>${escape(step.kind)}${step.kind === "safety" && step.ticket ? ", opens a ticket" : step.kind === "handoff" ? ", hands over to a person" : ""}</small></h3>
${said}${factTable(given, factsOf(step))}</article>`;
}

function column({ content }: Given, words: Words, language: Language, keys: readonly TextKey[], offers: readonly Option[]): string {
  const direction = content.languages[language]?.rtl ? "rtl" : "ltr";
  const own = keys.filter(key => words.has(language, key));
  const reviewed = own.every(key => content.languages[language]?.reviewed.includes(key.split(".")[0]!));
  const said = (variant?: "sms"): string => own.map(key => paragraph(words.text(language, key, { date: "…" }, variant))).join("");
  const [paragraphs, sms] = [said(), said("sms")];
  const options = offers.filter(({ label }) => words.has(language, label)).map(({ label, to }) => `<li>${escape(words.text(language, label))} <small dir="ltr">→ ${escape("menu" in to ? "menu" : Object.values(to).join("/"))}</small></li>`).join("");
  return `<div lang="${language}" dir="${direction}"><h4 dir="ltr">${language}${reviewed ? "" : ' <span class="open">not read by a native speaker</span>'}</h4>${paragraphs}${options && `<ol>${options}</ol>`}${sms === paragraphs ? "" : `<details open><summary dir="ltr">SMS</summary>${sms}</details>`}</div>`;
}

const paragraph = (text: string): string => text.split("\n\n").map(part => `<p>${escape(part).replaceAll("\n", "<br>")}</p>`).join("");

function factTable({ content, today }: Given, ids: readonly FactId[]): string {
  const facts = ids.flatMap(id => content.facts[id] ?? []);
  if (!facts.length) return "";
  return `<table><thead><tr><th>fact</th><th>value</th><th>what it says</th><th>source</th><th>date</th><th>review</th></tr></thead><tbody>${facts.map(fact =>
    `<tr><td>${escape(fact.id)}<br><small>${escape(fact.kind)}</small></td><td>${escape(fact.value)}</td><td>${escape(fact.about)}${versions(fact)}</td><td>${source(fact.source)}</td><td>${escape(fact.sourceDate)}</td><td>${review(fact, today)}</td></tr>`).join("")}</tbody></table>`;
}

function versions({ versions: told, weSay }: Fact): string {
  return told ? `<ul>${told.map(v => `<li>${escape(v.says)} (${source(v.source)}, ${escape(v.sourceDate)})</li>`).join("")}</ul><b>We say:</b> ${escape(weSay ?? "")}` : "";
}

function review({ status, reviewer, nextReview, confidence, called, kind }: Fact, today: string): string {
  const state = status === "confirmed" ? `confirmed by ${reviewer ?? "nobody"}` : status;
  return [
    status === "confirmed" ? escape(state) : `<span class="open">${escape(state)}</span>`, `confidence ${escape(confidence)}`,
    nextReview < today ? `<span class="open">overdue since ${escape(nextReview)}</span>` : `next ${escape(nextReview)}`,
    ...(kind === "crisis-number" ? [called ? `called ${escape(called.on)} by ${escape(called.by)}` : '<span class="open">never test-called</span>'] : []),
  ].join("<br>");
}

const source = (address: string): string => /^https?:\/\//.test(address) ? `<a href="${escape(address)}">${escape(address)}</a>` : escape(address);

const escape = (text: string): string => text.replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`);

const STYLE = `
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem;color:#111;background:#fff}
h2{border-bottom:2px solid #111;margin-top:2.5rem}h3{margin:1.5rem 0 .5rem}h4{margin:0 0 .4rem;text-align:left}
nav ul{columns:4;padding-left:1.2rem}.languages{display:grid;grid-template-columns:repeat(auto-fit,minmax(12.5rem,1fr));gap:.75rem}
.languages>div{border:1px solid #999;border-radius:4px;padding:.6rem;overflow-wrap:anywhere}p{margin:.3rem 0}[dir=rtl]{text-align:right}
table{border-collapse:collapse;width:100%;margin-top:.6rem;font-size:.85rem;table-layout:fixed}th,td{border:1px solid #999;padding:.3rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
details{margin-top:.5rem;border-top:1px dotted #999;font-size:.9rem}.open{background:#fde68a;padding:0 .25rem}.file,small{color:#444;font-weight:400}
@page{size:A4 landscape}@media print{body{margin:0;max-width:none;font-size:10pt}nav{display:none}article{break-inside:avoid-page}h2{break-before:page}h3,h4{break-after:avoid}a{color:inherit;text-decoration:none}.open{background:none;border:1px solid #111}}`;
