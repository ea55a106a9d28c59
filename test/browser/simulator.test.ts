/** The simulator in a real browser, on a whole Puente in this process: both phones converse, fit a small screen, and can be
 *  used by everyone. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { readConfig } from "../../server/config.ts";
import { silentLog } from "../../server/log.ts";
import { startPuente, type Puente } from "../../server/puente.ts";
import { buildPages, faultsOf, findings, openBrowser, SMALL, WIDE } from "../support/browser.ts";

let puente: Puente, browser: Browser, folder: string;

beforeAll(async () => {
  buildPages();
  folder = mkdtempSync(join(tmpdir(), "puente-browser-"));
  puente = await startPuente(readConfig({ PORT: "0", STORE_URL: `sqlite:${join(folder, "puente.db")}`, CASE_API_URL: "none" }, folder), { log: silentLog });
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await puente?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

afterEach(async () => { for (const context of browser?.contexts() ?? []) await context.close(); });

/** A fresh tab is a fresh person. What the page complains of is kept. */
async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; whatsapp: Locator; sms: Locator; faults: string[] }> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const faults = faultsOf(page);
  page.on("dialog", dialog => { faults.push("a dialog opened"); void dialog.dismiss(); });
  await page.goto(`${puente.url}/simulator`);
  return { page, faults, whatsapp: page.getByRole("region", { name: "WhatsApp phone" }), sms: page.getByRole("region", { name: "SMS phone" }) };
}

async function type(phone: Locator, text: string): Promise<void> {
  await phone.getByRole("textbox").fill(text);
  await phone.getByRole("textbox").press("Enter");
}

const answers = (phone: Locator): Locator => phone.locator(".from-puente");
const menuTopic = /permiso|trabajo/i;

describe("a conversation", () => {
  test("on the WhatsApp phone: a greeting brings the languages as a list, a tapped row the main menu", async () => {
    const { whatsapp, sms, faults } = await open();
    await type(whatsapp, "hola");
    await answers(whatsapp).first().getByRole("button").first().waitFor();
    const list = answers(whatsapp).first().locator(".bubble-list");
    if (await list.count() > 0) await list.click();
    await whatsapp.getByRole("button", { name: /Español/ }).click();
    await expectMenu(whatsapp);
    expect(await sms.getByRole("article").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("on the SMS phone: the same by number, with what each message costs beneath", async () => {
    const { sms, faults } = await open();
    await type(sms, "hola");
    await answers(sms).nth(0).filter({ hasText: /1 Espa[nñ]ol/ }).waitFor();
    await type(sms, "1");
    await answers(sms).nth(1).filter({ hasText: menuTopic }).waitFor();
    for (const cost of await sms.locator(".from-puente .cost").allTextContents()) expect(cost).toMatch(/^\d+ segments? · (GSM-7|UCS-2) · [\d,]+ bytes$/);
    expect(await sms.locator(".from-person .cost").first().textContent()).toBe("1 segment · GSM-7 · 4 bytes");
    expect(faults).toEqual([]);
  });

  test("by keyboard alone: the list opens, Escape gives the focus back, a row is chosen", async () => {
    const { page, whatsapp } = await open();
    await whatsapp.getByRole("textbox").focus();
    await page.keyboard.type("hola");
    await page.keyboard.press("Enter");
    await answers(whatsapp).nth(0).getByRole("button").first().waitFor();
    await whatsapp.getByRole("textbox").fill("1");
    await page.keyboard.press("Enter");
    const opener = answers(whatsapp).nth(1).locator(".bubble-list");
    await opener.focus();
    await page.keyboard.press("Enter");
    await whatsapp.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await whatsapp.getByRole("dialog").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.activeElement?.classList.contains("bubble-list"));
    await page.keyboard.press("Enter");
    await whatsapp.getByRole("dialog").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await answers(whatsapp).nth(2).waitFor();
  });

  test("attached things arrive, and are answered", async () => {
    const { whatsapp } = await open();
    await whatsapp.getByRole("button", { name: "Attach" }).click();
    await whatsapp.getByRole("menuitem", { name: "Voice note" }).click();
    await whatsapp.locator(".from-person .media-voice").waitFor();
    await answers(whatsapp).first().waitFor();
  });

  test("a message that did not get there says so, and is sent again as the same one", async () => {
    const { page, sms } = await open();
    await page.route("**/simulator/send", route => route.abort());
    await type(sms, "hola");
    const again = sms.getByRole("button", { name: "Not sent. Try again" });
    await again.waitFor();
    await page.unroute("**/simulator/send");
    await again.click();
    await answers(sms).first().waitFor();
    expect([await sms.locator(".from-person").count(), await again.count()]).toEqual([1, 0]);
  });

  test("scripts in a message are shown as text", async () => {
    const { page, whatsapp, sms, faults } = await open();
    const attack = '<script>alert(1)</script><img src=x onerror="alert(2)">';
    for (const phone of [whatsapp, sms]) {
      await type(phone, attack);
      await phone.locator(".from-person .text").filter({ hasText: attack }).waitFor();
      await answers(phone).first().waitFor();
    }
    expect(await page.locator("#simulator script, #simulator img").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("Arabic stands from the right, Spanish from the left", async () => {
    const { whatsapp } = await open();
    const direction = (text: string): Promise<string> => whatsapp.locator(".from-person .text").filter({ hasText: text }).first().evaluate(e => getComputedStyle(e).direction);
    await type(whatsapp, "مرحبا");
    await type(whatsapp, "buenas");
    await whatsapp.locator(".from-person .text").nth(1).waitFor();
    expect([await direction("مرحبا"), await direction("buenas")]).toEqual(["rtl", "ltr"]);
  });
});

describe("the person", () => {
  test("survives a reload with the thread; a new one has a new number and an empty phone", async () => {
    const { page, whatsapp } = await open();
    const number = await page.locator(".number").textContent();
    await type(whatsapp, "hola");
    await answers(whatsapp).first().waitFor();
    await page.reload();
    await answers(whatsapp).first().waitFor();
    expect(await page.locator(".number").textContent()).toBe(number);
    await page.getByRole("button", { name: "New person" }).click();
    await whatsapp.getByText("Nothing said yet").waitFor();
    expect(await page.locator(".number").textContent()).not.toBe(number);
  });
});

describe("a small screen", () => {
  test("shows one phone at a time, without anything beyond its edge, and tells of news on the other", async () => {
    const { page, whatsapp, sms } = await open({ viewport: SMALL });
    await type(whatsapp, "hola " + "palabralarguisima".repeat(12));
    await answers(whatsapp).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(SMALL.width);
    expect(await sms.isVisible()).toBe(false);
    await page.getByRole("tab", { name: "WhatsApp" }).focus();
    await page.keyboard.press("ArrowRight");
    await type(sms, "hola");
    await answers(sms).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(SMALL.width);
    expect(await whatsapp.isVisible()).toBe(false);
    const phone = (await page.locator(".number").textContent())!.replace(/\D/g, "");
    await puente.loopback.whatsapp!.send({ phone }, { kind: "text", body: "news" }, "ref");
    await page.getByRole("tab", { name: "WhatsApp 1 new" }).click();
    await whatsapp.getByText("news", { exact: true }).waitFor();
    await page.getByRole("tab", { name: "WhatsApp", exact: true }).waitFor();
  });
});

describe("axe finds nothing serious", () => {
  test.each([
    { of: "wide and light", viewport: WIDE, colorScheme: "light" as const }, { of: "wide and dark", viewport: WIDE, colorScheme: "dark" as const },
    { of: "small and light", viewport: SMALL, colorScheme: "light" as const }, { of: "small and dark", viewport: SMALL, colorScheme: "dark" as const },
  ])("$of: empty, in conversation, with a list open", async ({ viewport, colorScheme }) => {
    const { page, whatsapp } = await open({ viewport, colorScheme, reducedMotion: "reduce" });
    expect(await findings(page)).toEqual([]);
    await type(whatsapp, "hola");
    await answers(whatsapp).first().waitFor();
    await type(whatsapp, "1");
    await answers(whatsapp).nth(1).locator(".bubble-list").click();
    await whatsapp.getByRole("dialog").waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await whatsapp.getByRole("dialog").waitFor({ state: "detached" });
    expect(await findings(page)).toEqual([]);
  }, 60_000);
});

/** The main menu: a second answer whose rows name our topics. */
async function expectMenu(whatsapp: Locator): Promise<void> {
  const opener = answers(whatsapp).nth(1).locator(".bubble-list");
  await opener.click();
  await whatsapp.getByRole("dialog").getByRole("button", { name: menuTopic }).first().waitFor();
}
