// Starts the built `kith demo`, drives it with the system's Chromium, and holds every page to the same promises:
// nothing on the console, nothing asked of another host, nothing that axe objects to in light or in dark.
//
//   walk("A connector signs in", { viewport: "tablet" }, async ({ page, kith }) => { … });

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { chromiumFlags, sandboxed, startKith, systemChromium } from "./demo.mjs";

export { startKith };

const here = import.meta.dirname;
const screenshots = path.join(here, "screenshots");

export const viewports = {
  tablet: { width: 820, height: 1180 },
  "tablet-landscape": { width: 1180, height: 820 },
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 640 },
  desktop: { width: 1440, height: 900 },
};
const touched = new Set(["tablet", "tablet-landscape", "phone", "small"]);

let kith;
let browser;

before(async () => {
  await mkdir(screenshots, { recursive: true });
  // Both are waited for even when one fails, so that `after` knows of the other and can end it.
  const started = await Promise.allSettled([
    startKith().then((it) => (kith = it)),
    startChromium().then((it) => (browser = it)),
  ]);
  for (const { reason } of started) if (reason) throw reason;
});
after(async () => {
  await Promise.allSettled([browser?.close(), kith?.stop()]);
});

/** The Chromium of the system, with a new profile, which reaches this machine and nothing else; rejects where there is none. */
async function startChromium() {
  return chromium.launch({ executablePath: systemChromium(), args: chromiumFlags, chromiumSandbox: sandboxed });
}

/**
 * A test in a fresh browser context. It fails when the page logs an error, throws, or asks another host for anything.
 * `statuses` lists the error answers the walk provokes on purpose (a refused form is 422); `script: false` turns
 * JavaScript off; `scheme: "dark"` starts in the dark; `reference` gives the context more of Playwright's options.
 */
export function walk(name, options, steps) {
  const { viewport = "tablet", statuses = [], script = true, scheme = "light", reference = {}, timeout = 120_000 } = options;
  assert.ok(viewports[viewport], `no viewport is called ${viewport}`);
  test(name, { timeout }, async (t) => {
    const context = await browser.newContext({
      baseURL: kith.url,
      viewport: viewports[viewport],
      hasTouch: touched.has(viewport),
      javaScriptEnabled: script,
      colorScheme: scheme,
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "Europe/London",
      ...reference,
    });
    const problems = watch(context, statuses);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    try {
      await steps({ page, context, kith, browser, t });
      assert.deepEqual(problems, [], "the browser met problems on the way");
    } catch (error) {
      await shot(page, `failed ${name}`).catch(() => {});
      if (problems.length > 0) error.message += `\nThe browser also met:\n  ${problems.join("\n  ")}`;
      error.message += `\nThe page was ${page.url()}`;
      throw error;
    } finally {
      await context.close();
    }
  });
}

/** Collects what must not happen, for as long as the context lives. */
function watch(context, statuses) {
  const problems = [];
  context.on("request", (request) => {
    const asked = new URL(request.url());
    if (/^(https?|wss?):$/.test(asked.protocol) && asked.host !== new URL(kith.url).host) {
      problems.push(`a request to another host: ${asked.origin}`);
    }
  });
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const status = Number(message.text().match(/server responded with a status of (\d+)/)?.[1]);
    if (!statuses.includes(status)) problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => problems.push(`page: ${error.error().stack ?? error.error()}`));
  context.on("response", (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} from ${response.url()}`);
  });
  return problems;
}

/** Signs in as one of the demo's personas, by the name on its button: "Amina, connector". */
export async function signIn(page, persona) {
  await page.goto("/");
  await page.getByRole("button", { name: persona }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** Fails with a readable list when axe finds anything on the page, in light or in dark. */
export async function axe(page, what = new URL(page.url()).pathname, { dark = true } = {}) {
  const found = [];
  for (const colorScheme of dark ? ["light", "dark"] : ["light"]) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, impact, help, nodes } of violations) {
      const places = nodes.slice(0, 5).map((node) => `      ${node.target.join(" ")}: ${node.any[0]?.message ?? node.html}`);
      found.push(`  ${colorScheme}: ${id} (${impact}): ${help}, in ${nodes.length} places\n${places.join("\n")}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  assert.equal(found.length, 0, `axe on ${what}:\n${found.join("\n")}`);
}

/** Waits until fonts are there and nothing moves, so that colours and boxes are the final ones. */
async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

/** Fails when the page can be pushed sideways, which a thumb does by accident. */
export async function fits(page) {
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wide <= room, `${new URL(page.url()).pathname} is ${wide}px wide on a screen of ${room}px`);
}

/** Keeps a picture of the whole page under tests/browser/screenshots. */
export async function shot(page, name, options = {}) {
  const file = `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}.png`;
  await settled(page).catch(() => {});
  await page.screenshot({ path: path.join(screenshots, file), fullPage: true, ...options });
}

/** What is in the way on paper: nothing that navigates, nothing that can only be pressed, nothing wider than the sheet. */
export async function printed(page, what = new URL(page.url()).pathname) {
  const before = page.viewportSize();
  // The width of an A4 sheet between its margins, at 96 dots an inch.
  await page.setViewportSize({ width: 680, height: 960 });
  await page.emulateMedia({ media: "print" });
  const found = await page.evaluate(() => {
    const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 1 && each.getBoundingClientRect().height > 1;
    const pressed = "nav, button, input[type=submit], input[type=file], .btn, .skip, [role=tablist], .tabs";
    const wrong = [...document.querySelectorAll(pressed)].filter(shown).map((each) => `${each.outerHTML.slice(0, 90)}…`);
    const wide = document.documentElement.scrollWidth;
    if (wide > window.innerWidth) wrong.push(`${wide}px wide on a sheet of ${window.innerWidth}px`);
    if (document.querySelector("main").innerText.trim() === "") wrong.push("nothing to read");
    return wrong;
  });
  await page.emulateMedia({ media: null });
  await page.setViewportSize(before);
  assert.equal(found.length, 0, `on paper, ${what}:\n  ${found.slice(0, 6).join("\n  ")}`);
}

/** Keeps pictures of the page in light, in dark and as printed, when KITH_PICTURES asks for them (see `viewports`). */
export async function pictures(page, name) {
  const asked = process.env.KITH_PICTURES;
  if (!asked) return;
  const before = page.viewportSize();
  await page.setViewportSize(viewports[asked] ?? before);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await shot(page, `${name} ${colorScheme}`);
  }
  await page.setViewportSize({ width: 680, height: 960 });
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await shot(page, `${name} print`);
  await page.emulateMedia({ media: null, colorScheme: null });
  await page.setViewportSize(before);
}

/** A page of another Kith than the walks', on the smallest screen. */
export async function aside(url, steps) {
  const context = await browser.newContext({ viewport: viewports.small, reducedMotion: "reduce", locale: "en-GB", timezoneId: "Europe/London" });
  try {
    const page = await context.newPage();
    await page.goto(url);
    await steps(page);
  } finally {
    await context.close();
  }
}
