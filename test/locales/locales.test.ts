/** What every text must be, whoever translates it: the same keys and values in every language, no figure that is no fact,
 *  nothing that harms. What `npm run verify` holds is asked of it. */
import { describe, expect, test } from "@jest/globals";
import type { Rule } from "../../scripts/verify/given.ts";
import { verify } from "../../scripts/verify/verify.ts";
import { realGiven } from "../support/given.ts";
import { flatten, placeholders, readTexts } from "./texts.ts";

const { findings } = verify(realGiven());

const es = flatten(readTexts("es"));
const en = flatten(readTexts("en"));
const both = [...Object.entries(es).map(([key, text]) => ({ name: `es ${key}`, key, text })), ...Object.entries(en).map(([key, text]) => ({ name: `en ${key}`, key, text }))];

/** The texts that match, by name: a failing test names them. */
const found = (pattern: RegExp, except: (key: string) => boolean = () => false): string[] =>
  both.filter(({ key, text }) => pattern.test(text) && !except(key)).map(({ name }) => name);

test.each<[string, Rule[]]>([
  ["every language has the keys of Spanish, and no key that nobody says", ["key-missing", "key-unused"]],
  ["a text, its translation and its SMS variant name the same facts and values", ["key-differs"]],
  ["no text is empty, padded or double-spaced", ["text-untidy"]],
  ["no text holds a figure: only 0, 1, 2 and 9, the keys that people press", ["digit"]],
  ["no text sends anyone to their consulate, to a link or to a shelter", ["consulate", "link", "shelter"]],
  ["words that Twilio keeps for itself are no label and no word to write", ["sms-word"]],
  ["terms are explained in the text that uses them", ["term-unexplained"]],
  ["every text can be read by somebody who reads little", ["hard-to-read"]],
])("%s", (_name, rules) => {
  expect(findings.filter(({ rule }) => rules.includes(rule))).toEqual([]);
});

describe("what is never said", () => {
  test.each([
    ["that it is too late", /demasiado tarde|ya es tarde|too late|fuera de (tiempo|plazo)|perdiste el plazo/i],
    ["a link", /https?:|www\.|\.org\b|\.com\b/i],
    ["a line that is not open to them", /\b169\b/],
    ["a reception station's name", /Lajas Blancas|San Vicente|Los Planes/i],
    ["an order to leave the country", /debes salir|tienes que (salir|irte)|must leave/i],
    ["Markdown that SMS would show", /\*\*|__|\[[^\]]*\]\(/],
  ])("%s", (_what, pattern) => {
    expect(found(pattern)).toEqual([]);
  });

  test("a scholarship that is not open to them: the only texts that name it give the years it asks for", () => {
    expect(found(/IFARHU/, key => key.startsWith("scholarships."))).toEqual([]);
    for (const key of ["start", "years"]) for (const text of [es[`scholarships.${key}`]!, en[`scholarships.${key}`]!]) expect(text).toContain("{{counted.scholarship-state-years}}");
  });

  test("a visit to one's consulate: the only texts that name it warn", () => {
    expect(found(/consulado|consulate/i, key => key.startsWith("common.consulate") || key.startsWith("danger."))).toEqual([]);
    for (const key of ["common.consulate", "common.consulate_sms"]) {
      expect(es[key]).toMatch(/^Si temes a tu gobierno, no /);
      expect(en[key]).toMatch(/^If you fear your government, do not /);
    }
  });

  test("a time at which a person will answer", () => {
    expect(found(/en (unos |pocos )?minutos|en una hora|within (an hour|minutes)|enseguida te (escribe|llama)/i, key => key.startsWith("danger."))).toEqual([]);
  });
});

test("a refusal seen through the registry is not the official notice and sends people to ONPAR on the next working day", () => {
  for (const stage of ["refused", "not-admitted"]) for (const variant of ["", "_sms"]) {
    const [spanish, english] = [es[`case-status.stage-${stage}${variant}`]!, en[`case-status.stage-${stage}${variant}`]!];
    expect(spanish).toContain("Esto no es el aviso oficial: tus días cuentan desde el aviso oficial. Ve a ONPAR el próximo día hábil");
    expect(english).toContain("This is not the official notice: your days count from the official notice. Go to ONPAR on the next working day");
    expect(placeholders(spanish)).toEqual([]);   // no number of days and no date
  }
});

describe("words that others look for", () => {
  test.each([
    ["case-status.ask-number", /número de caso/, /case number/],
    ["case-status.number-again", /no es válido/, /not valid/],
    ["case-status.sandbox", /PRUEBA/, /PRUEBA/],
    ["common.menu", /tema/, /topic/],
    ["common.notice-1", /\{\{operator\.name\}\}.*[Gg]ratis/, /\{\{operator\.name\}\}.*free/],
    ["common.notice-2", /borrar.*MENU/, /delete.*MENU/],
    ["common.free", /gratis.*dinero, sexo ni favores.*QUEJA/, /free.*money, sex or favours.*COMPLAINT/],
  ])("%s", (key, spanish, english) => {
    expect(es[key]).toMatch(spanish);
    expect(en[key]).toMatch(english);
  });
});

test("a line of doubt is one short line", () => {
  const long = both.filter(({ key, text }) => key.startsWith("common.doubt-") && (text.length > (key.endsWith("_sms") ? 45 : 80) || text.includes("\n")));
  expect(long.map(({ name }) => name)).toEqual([]);
});
