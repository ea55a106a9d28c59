/** The helpdesk's page in a real browser, on a whole Puente in this process: people who write, agents beside each other. */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Secret, TOTP } from "otpauth";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { ROOT } from "../../server/root.ts";
import { buildPages, faultsOf, findings, openBrowser, SMALL, WIDE } from "../support/browser.ts";
import { agentAt, PASSWORD } from "../support/desk.ts";
import { startTestPuente, textOf, type Person, type TestPuente } from "../support/puente.ts";

const HOUR = 3_600_000;
let puente: TestPuente, browser: Browser, ahead = 0;

beforeAll(async () => {
  buildPages();
  puente = await startTestPuente({ CASE_API_URL: "none" }, { now: () => Date.now() + ahead, listen: true });
  for (const [name, card] of [["ana", {}], ["luis", {}], ["rosa", { role: "protection" }], ["eva", { role: "supervisor" }], ["paul", { role: "auditor" }]] as const) await agentAt(puente, name, { capacity: 50, languages: ["es", "en", "ar"], ...card });
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await puente?.close();
});

afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  ahead = 0;
});

type Desk = { page: Page; faults: string[]; list: Locator; thread: Locator; card: Locator; line(id: number): Locator };

async function at(path = "/console", name: string | null = "ana", options: BrowserContextOptions = {}, url = puente.url): Promise<Desk> {
  const context = await browser.newContext({ viewport: WIDE, locale: "es-PA", timezoneId: "America/Panama", ...options });
  if (name !== null) await context.addCookies([{ name: "puente", value: await puente.access.enter(name, "test"), url }]);
  context.setDefaultTimeout(8_000);
  const page = await context.newPage(), faults = faultsOf(page);
  await page.goto(url + path);
  return { page, faults, list: page.getByRole("region", { name: "Conversaciones" }), thread: page.getByRole("region", { name: "Conversación", exact: true }), card: page.getByRole("region", { name: "Ficha" }), line: id => page.locator(`[data-id="${id}"]`) };
}

async function asks(channel: "whatsapp" | "sms" = "whatsapp", words: string[] = ["hola", "1", "0"]): Promise<{ person: Person; id: number }> {
  const before = new Set((await puente.store.tickets()).map(t => t.conversation)), person = puente.person(channel);
  for (const text of words) await person.says(text);
  return { person, id: (await puente.store.tickets()).find(t => !before.has(t.conversation))!.conversation };
}

const online = (page: Page): Promise<void> => page.getByText("Conectado", { exact: true }).first().waitFor({ state: "attached" });
const claim = (desk: Desk): Promise<void> => desk.thread.locator(".top").getByRole("button", { name: "Atender" }).click();
const field = (desk: Desk): Locator => desk.thread.getByRole("textbox", { name: "Respuesta" });
const said = ({ got }: Person): string => got.map(textOf).join("\n");
/** A wire to the server that can be cut through, with all that hangs on it. */
async function openLine(port: number): Promise<{ url: string; cut(): void; mend(): void }> {
  const ends = new Set<Socket>();
  let whole = true;
  const server = createServer(near => {
    if (!whole) { near.destroy(); return; }
    const far = connect(port, "127.0.0.1");
    for (const [one, other] of [[near, far], [far, near]] as const) {
      ends.add(one);
      one.on("error", () => other.destroy()).on("close", () => { ends.delete(one); other.destroy(); }).pipe(other);
    }
  }).listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut: () => { whole = false; for (const end of ends) end.destroy(); }, mend: () => { whole = true; } };
}

/** Resolves once `what` holds. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!await what()) {
    if (Date.now() > end) throw new Error("it did not come about within ten seconds");
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe("the door", () => {
  test("name and password, then an app for codes is set up, its codes for paper shown, and one of them opens later", async () => {
    const { page, faults } = await at("/console", null);
    await page.getByLabel("Nombre").fill("eva");
    await page.getByLabel("Contraseña").fill(PASSWORD);
    await page.keyboard.press("Enter");
    const secret = (await page.locator(".secret code").textContent())!.replaceAll(" ", "");
    expect(await page.getByRole("link", { name: /códigos/ }).getAttribute("href")).toMatch(/^otpauth:\/\/totp\//);
    await page.getByLabel("Código de seis cifras").fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
    await page.keyboard.press("Enter");
    await page.locator(".paper").waitFor();
    const paper = await page.locator(".paper code").allTextContents();
    expect(paper).toHaveLength(10);
    await page.getByRole("button", { name: "Los tengo en papel" }).click();
    await online(page);
    await page.getByRole("button", { name: "Cuenta y ajustes" }).click();
    await page.getByRole("button", { name: "Salir" }).click();
    await page.getByLabel("Nombre").fill("eva");
    await page.getByLabel("Contraseña").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByLabel("Código de seis cifras").fill(paper[3]!);
    await page.keyboard.press("Enter");
    await online(page);
    expect(faults.filter(f => !/401/.test(f))).toEqual([]);
  });

  test("what does not fit is said, and nothing more", async () => {
    const { page } = await at("/console", null);
    await page.getByLabel("Nombre").fill("nadie");
    await page.getByLabel("Contraseña").fill("no es esta clave");
    await page.getByRole("button", { name: "Entrar" }).click();
    await page.getByRole("alert").filter({ hasText: "no encajan" }).waitFor();
  });

  test("whoever has no conversations is told so", async () => {
    const { page } = await at("/console", "paul");
    await page.getByText("Su función no atiende conversaciones.").waitFor();
  });
});

describe("the life of a conversation", () => {
  test("it appears while one looks, is claimed, answered, delivered, answered back, and resolved with an outcome", async () => {
    const desk = await at();
    await online(desk.page);
    await desk.list.getByRole("button", { name: /^En espera/ }).click();
    const { person, id } = await asks();
    await desk.line(id).click();
    await desk.card.getByText("Lo último que dijo Puente").waitFor();
    expect(await desk.card.textContent()).not.toContain(person.address.phone);
    await claim(desk);
    await field(desk).fill("Buenas, soy Ana. ¿En qué ayudo?");
    await desk.page.keyboard.press("Control+Enter");
    await desk.thread.locator(".from-agent").filter({ hasText: "soy Ana" }).getByText("enviado").waitFor();
    expect(said(person)).toContain("Buenas, soy Ana. ¿En qué ayudo?");
    await person.says("necesito una cita");
    await desk.thread.locator(".from-person").filter({ hasText: "necesito una cita" }).waitFor();
    await desk.thread.getByRole("button", { name: "Resolver" }).click();
    await desk.page.getByRole("dialog").getByRole("button", { name: "Respondido" }).click();
    await desk.line(id).waitFor({ state: "detached" });
    expect((await puente.store.tickets()).some(t => t.conversation === id)).toBe(false);
    expect(desk.faults).toEqual([]);
  });

  test("two who claim at once: exactly one has it, the other reads who was faster", async () => {
    const { id } = await asks(), path = `/console/c/${id}`;
    const [ana, luis] = await Promise.all([at(path, "ana"), at(path, "luis")]);
    let asked = 0;
    for (const { page } of [ana, luis]) await page.route("**/claim", async route => {
      asked++;
      await until(() => asked === 2);
      await route.continue();
    });
    await Promise.all([claim(ana), claim(luis)]);
    await until(async () => (await Promise.all([ana, luis].map(d => d.page.getByRole("button", { name: "Resolver" }).isVisible()))).filter(Boolean).length === 1);
    const winner = (await ana.page.getByRole("button", { name: "Resolver" }).isVisible()) ? "ana" : "luis", loser = winner === "ana" ? luis : ana;
    await loser.page.getByText(`${winner} llegó antes`).waitFor();
  });

  test("a note is for the colleagues: it says so, and never leaves", async () => {
    const { person, id } = await asks(), before = person.got.length, desk = await at(`/console/c/${id}`);
    await desk.thread.getByRole("textbox", { name: "Nota para el equipo" }).fill("Llamar mañana a la oficina");
    await desk.thread.getByRole("button", { name: "Guardar nota" }).click();
    const note = desk.thread.locator(".from-note").filter({ hasText: "Llamar mañana" });
    await note.getByText("solo la ve el equipo").waitFor();
    await puente.idle();
    expect(person.got).toHaveLength(before);
    await until(async () => await note.count() === 1);
  });

  test("what was begun is there on another machine; Arabic stands from the right; scripts are text", async () => {
    const { person, id } = await asks(), first = await at(`/console/c/${id}`);
    await claim(first);
    await field(first).fill("Mañana le digo");
    await first.thread.getByText("borrador guardado").waitFor();
    const second = await at(`/console/c/${id}`);
    await until(async () => await field(second).inputValue() === "Mañana le digo");
    await field(second).fill("");
    await person.says("مرحبا، أحتاج مساعدة");
    await person.says('<img src=x onerror="alert(1)">');
    const arabic = second.thread.locator(".from-person .text").filter({ hasText: "مرحبا" });
    expect(await arabic.evaluate(e => getComputedStyle(e).direction)).toBe("rtl");
    await second.thread.locator(".from-person .text").filter({ hasText: "onerror" }).waitFor();
    expect(await second.page.locator("#console img").count()).toBe(0);
  });

  test("a message that comes while one writes holds the answer back until it is read", async () => {
    const { person, id } = await asks(), desk = await at(`/console/c/${id}`);
    await claim(desk);
    await field(desk).fill("Venga el lunes");
    await desk.thread.getByText("borrador guardado").waitFor();
    await person.says("el lunes no puedo");
    await desk.thread.getByRole("alert").filter({ hasText: "Llegó un mensaje" }).waitFor();
    expect(await desk.thread.getByRole("button", { name: "Enviar", exact: true }).isDisabled()).toBe(true);
    await desk.thread.getByRole("button", { name: "Leído" }).click();
    await desk.thread.getByRole("button", { name: "Enviar", exact: true }).click();
    await desk.thread.locator(".from-agent").filter({ hasText: "Venga el lunes" }).waitFor();
  });

  test("danger stands above every view, and says so in words", async () => {
    const { id } = await asks("whatsapp", ["hola", "1", "me quiero matar"]), desk = await at("/console", "rosa");
    await desk.line(id).getByText("Peligro").waitFor();
    for (const view of ["Mías", "Pospuestas"]) {
      await desk.list.getByRole("button", { name: view }).click();
      expect(await desk.list.locator("[data-id]").first().getAttribute("data-id")).toBe(String(id));
    }
    await puente.store.claim(id as never, "rosa", Date.now(), Date.now() + HOUR);
  });

  test("the number takes a reason, which is on record, and is shown to whoever gave it", async () => {
    const { person, id } = await asks(), desk = await at(`/console/c/${id}`);
    await claim(desk);
    await desk.card.getByRole("button", { name: "Ver número" }).click();
    await desk.page.getByRole("dialog").getByLabel("Motivo").fill("Pidió una llamada");
    await desk.page.getByRole("dialog").getByRole("button", { name: "Ver número" }).click();
    await desk.card.getByText(`+${person.address.phone!}`).waitFor();
    const audit = await puente.store.staff.audit(0, 10_000);
    expect(audit.filter(e => e.what === "number.revealed" && e.about === String(id))).toHaveLength(1);
  });

  test("a shift ends: what was held is handed over, and listed", async () => {
    const { id } = await asks(), desk = await at(`/console/c/${id}`, "luis");
    await desk.thread.getByRole("button", { name: "Atender" }).first().click();
    await desk.thread.getByRole("button", { name: "Resolver" }).waitFor();
    await desk.page.getByRole("button", { name: "Terminar turno" }).click();
    await desk.page.getByRole("dialog").getByRole("button", { name: "A la cola" }).click();
    await desk.page.getByRole("dialog", { name: "Entregadas" }).locator("li").first().waitFor();
    await desk.page.getByRole("button", { name: "Cerrar" }).first().click();
    await desk.page.getByRole("button", { name: "Empezar turno" }).click();
    await desk.page.getByRole("button", { name: "Terminar turno" }).waitFor();
  });
});

describe("the window", () => {
  test("is open to the last minute and closed at its end; an answer is then kept, and goes out once when they write", async () => {
    const { person, id } = await asks(), desk = await at(`/console/c/${id}`);
    await claim(desk);
    await desk.line(id).getByText("ventana 23 h 59 min").waitFor();
    ahead = 24 * HOUR - 30_000;
    await (await at(`/console/c/${id}`)).line(id).getByText("ventana menos de 1 min").waitFor();
    ahead = 24 * HOUR + 1_000;
    const late = await at(`/console/c/${id}`);
    await late.line(id).getByText("ventana cerrada").waitFor();
    await late.thread.getByRole("button", { name: /^(Atender|Resolver)$/ }).first().waitFor();
    if (await late.thread.locator(".top").getByRole("button", { name: "Atender" }).isVisible()) await claim(late);
    await field(late).fill("Su cita es el martes");
    await late.thread.getByText("La ventana de 24 horas está cerrada").waitFor();
    await late.thread.getByRole("button", { name: "Guardar hasta que escriba" }).click();
    await late.thread.locator(".from-agent").filter({ hasText: "Su cita es el martes" }).getByText("guardado hasta que escriba").waitFor();
    expect(said(person)).not.toContain("Su cita es el martes");
    await person.says("hola de nuevo");
    await until(() => said(person).includes("Su cita es el martes"));
    expect(said(person).split("Su cita es el martes")).toHaveLength(2);
  });

  test("an SMS shows what it costs while it is written", async () => {
    const { id } = await asks("sms"), desk = await at(`/console/c/${id}`);
    await claim(desk);
    await field(desk).fill("a".repeat(161));
    await desk.thread.getByText("2 SMS · 161 caracteres · GSM-7").waitFor();
    await field(desk).fill("مرحبا");
    await desk.thread.getByText("1 SMS · 5 caracteres · UCS-2").waitFor();
  });
});

describe("a bad line", () => {
  test("an answer waits without a connection and goes out once, under the same id", async () => {
    const { person, id } = await asks(), desk = await at(`/console/c/${id}`);
    await claim(desk);
    await field(desk).waitFor();
    const ids: string[] = [];
    await desk.page.route("**/replies", async route => {
      ids.push((route.request().postDataJSON() as { clientId: string }).clientId);
      if (ids.length === 2) await route.fetch();       // it arrives, but the answer to it gets lost
      return route.abort();
    });
    await field(desk).fill("Le escribo sin señal");
    await desk.page.keyboard.press("Control+Enter");
    await desk.thread.getByText("sin conexión: se enviará al volver").waitFor();
    await desk.thread.locator(".from-agent:not(.is-unsent)").filter({ hasText: "sin señal" }).getByText("enviado").waitFor();
    expect(await desk.thread.locator(".from-agent").filter({ hasText: "sin señal" }).count()).toBe(1);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(said(person).split("Le escribo sin señal")).toHaveLength(2);
  });

  test("after a cut the screen is what a fresh load shows", async () => {
    const line = await openLine(Number(new URL(puente.url).port)), [kept, lost] = [await asks(), await asks()], desk = await at(`/console/c/${kept.id}`, "ana", {}, line.url);
    await online(desk.page);
    await desk.list.getByRole("button", { name: /^En espera/ }).click();
    await desk.line(lost.id).waitFor();
    line.cut();
    await desk.page.getByText("Sin conexión. Puede seguir escribiendo").waitFor();
    await puente.store.claim(lost.id as never, "luis", Date.now(), Date.now() + HOUR);
    const fresh = await asks();
    await kept.person.says("sigo esperando");
    line.mend();
    await desk.line(fresh.id).waitFor({ timeout: 20_000 });
    await desk.line(lost.id).waitFor({ state: "detached" });
    await desk.thread.locator(".from-person").filter({ hasText: "sigo esperando" }).waitFor();
    const seen = async (): Promise<unknown> => ({ lines: await desk.list.locator("[data-id]").evaluateAll(all => all.map(e => (e as HTMLElement).dataset["id"])), words: await desk.thread.locator(".message .text").allTextContents() });
    const before = await seen();
    await desk.page.reload();
    await desk.list.getByRole("button", { name: /^En espera/ }).click();
    await desk.thread.locator(".from-person").filter({ hasText: "sigo esperando" }).waitFor();
    expect(await seen()).toEqual(before);
    line.cut();
  }, 60_000);

  test("a session that is revoked in mid-typing asks to sign in, and what was begun is still there", async () => {
    const { id } = await asks(), desk = await at(`/console/c/${id}`);
    await claim(desk);
    await field(desk).fill("A medias");
    await puente.access.revoke("eva", "ana", null);
    await field(desk).press("End");
    await desk.page.keyboard.type(" y algo");
    await desk.page.getByText("Su sesión terminó. Lo que escribía").waitFor();
    await desk.page.getByLabel("Nombre").fill("ana");
    await desk.page.getByLabel("Contraseña").fill(PASSWORD);
    await desk.page.keyboard.press("Enter");
    await until(async () => await field(desk).inputValue() === "A medias y algo");
  });
});

describe("by keyboard alone", () => {
  test("a conversation is found, claimed, answered and resolved; switched off, a letter is only a letter", async () => {
    const { person, id } = await asks(), desk = await at();
    await online(desk.page);
    await desk.list.getByRole("button", { name: /^En espera/ }).press("Enter");
    await desk.line(id).waitFor();
    for (let i = 0; i < 40 && await desk.page.evaluate("document.activeElement?.dataset?.id") !== String(id); i++) await desk.page.keyboard.press("j");
    await desk.page.keyboard.press("Enter");
    await desk.thread.getByRole("button", { name: "Atender" }).first().waitFor();
    await desk.page.keyboard.press("c");
    await desk.thread.getByRole("button", { name: "Resolver" }).waitFor();
    await desk.page.keyboard.press("r");
    await desk.page.waitForFunction("document.activeElement?.tagName === 'TEXTAREA'");
    await desk.page.keyboard.type("Sin ratón");
    await desk.page.keyboard.press("Control+Enter");
    await desk.thread.locator(".from-agent").filter({ hasText: "Sin ratón" }).getByText("enviado").waitFor();
    expect(said(person)).toContain("Sin ratón");
    await desk.page.keyboard.press("Escape");
    await desk.page.keyboard.press("e");
    await desk.page.getByRole("dialog").getByRole("button", { name: "Respondido" }).press("Enter");
    await desk.line(id).waitFor({ state: "detached" });
    await desk.page.getByRole("button", { name: "Cuenta y ajustes" }).click();
    await desk.page.getByRole("button", { name: "Atajos de teclado: sí" }).click();
    await desk.page.keyboard.press("?");
    expect(await desk.page.getByRole("dialog").count()).toBe(0);
  });
});

describe("everyone can use it", () => {
  test.each([
    { of: "wide and light", options: { viewport: WIDE, colorScheme: "light" as const } }, { of: "wide and dark", options: { viewport: WIDE, colorScheme: "dark" as const } },
    { of: "small and light", options: { viewport: SMALL, colorScheme: "light" as const } }, { of: "small and dark", options: { viewport: SMALL, colorScheme: "dark" as const } },
    { of: "at 200 %", options: { viewport: { width: 683, height: 384 }, deviceScaleFactor: 2, colorScheme: "light" as const } },
  ])("$of: axe finds nothing on any screen, and nothing lies beyond the edge", async ({ options }) => {
    const narrow = options.viewport.width < 900;
    const fits = async (page: Page): Promise<void> => {
      expect(await findings(page, true)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport.width);
    };
    const door = await at("/console", null, options);
    await door.page.getByLabel("Nombre").waitFor();
    await fits(door.page);
    const { person, id } = await asks("whatsapp", ["hola", "1", "me quiero matar"]), desk = await at("/console", "rosa", { reducedMotion: "reduce", ...options });
    await online(desk.page);
    await desk.line(id).waitFor();
    await fits(desk.page);
    await desk.line(id).click();
    await claim(desk);
    await desk.thread.getByRole("button", { name: "Resolver" }).waitFor();
    await desk.thread.locator(".message").first().waitFor();
    await person.says("palabralarguisima".repeat(12));
    await desk.thread.locator(".from-person").filter({ hasText: "palabralarguisima" }).waitFor();
    await fits(desk.page);
    await desk.thread.getByRole("button", { name: "Nota interna" }).click();
    await fits(desk.page);
    await desk.thread.getByRole("button", { name: "Más" }).click();
    await desk.page.getByRole("dialog").waitFor();
    await fits(desk.page);
    await desk.page.keyboard.press("Escape");
    if (narrow) {
      await desk.thread.getByRole("button", { name: "Ficha" }).click();
      await desk.card.getByText("Por qué llegó").waitFor();
      await fits(desk.page);
      await desk.card.getByRole("button", { name: "Conversación" }).click();
      const clock = desk.thread.locator(".top .window"), room = desk.thread.locator(".top-who");
      const [needs, has] = await Promise.all([clock.boundingBox(), room.boundingBox()]);
      expect(needs!.x + needs!.width).toBeLessThanOrEqual(has!.x + has!.width + 1);
    }
    expect([...door.faults.filter(f => !/401/.test(f)), ...desk.faults]).toEqual([]);
  }, 60_000);
});

test("the page's scripts stay within 40 kB, gzipped", () => {
  const folder = join(ROOT, "dist", "console"), html = readFileSync(join(folder, "console.html"), "utf8");
  const entry = /assets\/(console-[\w-]+\.js)/.exec(html)![1]!, files = new Set([entry]);
  for (const file of files) for (const [, other] of readFileSync(join(folder, "assets", file), "utf8").matchAll(/["']\.\/([\w-]+\.js)["']/g)) files.add(other!);
  expect(readdirSync(join(folder, "assets"))).toEqual(expect.arrayContaining([...files]));
  const size = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, "assets", file))).length, 0);
  expect(size).toBeGreaterThan(10_000);
  expect(size).toBeLessThan(40 * 1024);
});
