// What Lighthouse says of the main pages: a line of JSON for each, on standard output. The pages are those of a
// `kith demo` in a release build; each audience's are measured as its device, a slow phone or a desktop.
//
//   KITH_BINARY=target/release/kith node tests/lighthouse/measure.mjs

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";
import { chromiumFlags, sandboxed, startKith, systemChromium } from "../browser/demo.mjs";

const categories = ["performance", "accessibility", "best-practices"];

// Addresses begin with "/"; a pattern is the first link of the page before that fits it.
const visits = [
  { who: "Amina", pages: ["/", "/week", "/people", /^\/people\/[0-9a-f-]{36}$/, /\/meet-ups\/new$/, "/introductions", /^\/relationships\/[0-9a-f-]{36}$/] },
  { who: "Rosa", pages: ["/team"] },
  { who: "Claire", desktop: true, pages: ["/contracts", /^\/contracts\/[0-9a-f-]{36}(\?|$)/] },
  { who: "Dev", desktop: true, pages: ["/budgets", /^\/budgets\/[0-9a-f-]{36}(\?|$)/] },
];

const profile = await mkdtemp(path.join(tmpdir(), "kith-lighthouse-"));
const kith = await startKith({ people: 40 });
const browser = await puppeteer.launch({
  executablePath: systemChromium(),
  args: sandboxed ? chromiumFlags : [...chromiumFlags, "--no-sandbox"],
  userDataDir: profile,
});

try {
  console.log(JSON.stringify(await look(await browser.newPage(), "/sign-in", false)));
  for (const { who, pages, desktop = false } of visits) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await signIn(page, who);
    let address = "/";
    for (const each of pages) {
      address = typeof each === "string" ? each : await firstLink(page, address, each);
      console.log(JSON.stringify(await look(page, address, desktop)));
    }
    await context.close();
  }
} finally {
  await browser.close();
  await kith.stop();
  await rm(profile, { recursive: true, force: true });
}

/** The scores of one page, in hundredths, and which audits it did not pass. */
async function look(page, address, desktop) {
  const flags = { output: "json", logLevel: "error", onlyCategories: categories, disableStorageReset: true };
  const { lhr } = await lighthouse(kith.url + address, flags, desktop ? desktopConfig : undefined, page);
  const scores = categories.map((name) => Math.round(lhr.categories[name].score * 100));
  const weighed = categories.flatMap((name) => lhr.categories[name].auditRefs).filter((audit) => audit.weight > 0);
  const short = weighed.map(({ id }) => lhr.audits[id]).filter((audit) => audit.score !== null && audit.score < 0.9);
  // The kind of page, not its address: an address has somebody's id in it.
  const kind = address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "{id}");
  return { page: kind, performance: scores[0], accessibility: scores[1], best_practices: scores[2], short: short.map((audit) => audit.id) };
}

async function signIn(page, who) {
  await page.goto(`${kith.url}/sign-in`);
  const names = await page.$$eval("button", (buttons) => buttons.map((button) => button.textContent.trim()));
  const at = names.findIndex((name) => name.includes(who));
  if (at < 0) throw new Error(`nobody on the sign-in page is ${who}: ${names.join(" | ")}`);
  const [button] = (await page.$$("button")).slice(at);
  await Promise.all([page.waitForNavigation(), button.click()]);
}

async function firstLink(page, from, pattern) {
  await page.goto(kith.url + from);
  // Whoever has one alone is led there from the list.
  const { pathname } = new URL(page.url());
  if (pattern.test(pathname)) return pathname;
  const links = await page.$$eval("a[href]", (anchors) => anchors.map((anchor) => anchor.getAttribute("href")));
  const found = links.find((link) => pattern.test(link));
  if (!found) throw new Error(`${from} has no link like ${pattern}`);
  return found;
}
