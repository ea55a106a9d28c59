/** What single texts must say, in Spanish and English, word for word. What holds for every text is held by `npm run verify`. */
import { describe, expect, test } from "@jest/globals";
import { flatten, placeholders, readTexts } from "./texts.ts";

const es = flatten(readTexts("es"));
const en = flatten(readTexts("en"));
const both = [...Object.entries(es).map(([key, text]) => ({ name: `es ${key}`, key, text })), ...Object.entries(en).map(([key, text]) => ({ name: `en ${key}`, key, text }))];

/** The texts that match, by name: a failing test names them. */
const found = (pattern: RegExp, except: (key: string) => boolean = () => false): string[] =>
  both.filter(({ key, text }) => pattern.test(text) && !except(key)).map(({ name }) => name);

describe("what is said with care", () => {
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
