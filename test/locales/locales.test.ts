/** What every text must be, whoever translates it: the same keys and values in both complete languages, no figure that is no
 *  fact, nothing that harms. */
import { describe, expect, test } from "@jest/globals";
import { flatten, placeholders, readTexts } from "./texts.ts";

const es = flatten(readTexts("es"));
const en = flatten(readTexts("en"));
const both = [...Object.entries(es).map(([key, text]) => ({ name: `es ${key}`, key, text })), ...Object.entries(en).map(([key, text]) => ({ name: `en ${key}`, key, text }))];

/** The texts that match, by name: a failing test names them. */
const found = (pattern: RegExp, except: (key: string) => boolean = () => false): string[] =>
  both.filter(({ key, text }) => pattern.test(text) && !except(key)).map(({ name }) => name);

test("Spanish and English have the same keys, SMS variants included", () => {
  expect(Object.keys(en).toSorted()).toEqual(Object.keys(es).toSorted());
});

test("a text and its translation name the same facts and values", () => {
  const differing = Object.keys(es).filter(key => JSON.stringify(placeholders(es[key]!)) !== JSON.stringify(placeholders(en[key] ?? "")));
  expect(differing).toEqual([]);
});

test("an SMS variant names no fact that its text lacks, and belongs to a text", () => {
  const wrong = both.filter(({ name, key, text }) => {
    if (!key.endsWith("_sms")) return false;
    const whole = (name.startsWith("es") ? es : en)[key.slice(0, -"_sms".length)];
    return whole === undefined || placeholders(text).some(p => !placeholders(whole).includes(p));
  });
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test("no text is empty, padded or double-spaced", () => {
  expect(found(/^\s|\s$|^$| {2}/)).toEqual([]);
});

test("no text holds a figure: only 0, 1, 2 and 9, the keys that people press", () => {
  const figures = both.filter(({ text }) => (text.replace(/\{\{[^}]*\}\}/g, "").match(/\d+/g) ?? []).some(n => !["0", "1", "2", "9"].includes(n)));
  expect(figures.map(({ name, text }) => `${name}: ${text}`)).toEqual([]);
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
    for (const key of ["start", "years"]) for (const text of [es[`scholarships.${key}`]!, en[`scholarships.${key}`]!]) expect(text).toContain("{{fact.scholarship-state-years}}");
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

test("words that Twilio keeps for itself are no label and no word to write", () => {
  expect(found(/\b(STOP|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|REVOKE|OPTOUT|START|UNSTOP|YES|HELP|INFO)\b/)).toEqual([]);
  expect(found(/^(stop|cancel|end|quit|start|yes|help|info)$/i)).toEqual([]);
});

describe("terms are explained in the text that uses them", () => {
  const explained = (term: RegExp, gloss: RegExp, only: (key: string) => boolean) =>
    both.filter(({ key, text }) => only(key) && term.test(text) && !gloss.test(text)).map(({ name }) => name);
  const long = (key: string): boolean => !key.endsWith("_sms") && !key.startsWith("danger.");

  test("admitted", () => {
    expect(explained(/^[^]*(a trámite|\(admitido)/, /estudia|study|studied|comisión que decide/i, long)).toEqual([]);
  });
  test("reconsideración", () => {
    expect(explained(/reconsideración/, /otra vez|again/, () => true)).toEqual([]);
  });
  test("CONARE", () => {
    expect(explained(/CONARE/, /comisión|commission/, () => true)).toEqual([]);
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
