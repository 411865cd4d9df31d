// Every page of every role that can be reached by links, each kind once: axe in light and dark, and nothing wider than
// the smallest screen. What is wrong is gathered, so that one run tells all of it.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, walk } from "./kith.mjs";

const people = {
  "Amina, connector": ["/today", "/people", "/introductions", "/search", "/help"],
  "Rosa, team lead": ["/today", "/people", "/team"],
  "Claire, commissioner": ["/contracts"],
  "Dev, finance": ["/budgets"],
  "Sam, administrator": ["/accounts", "/funders", "/installation"],
};

const id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const leavesAFile = /\.(xlsx|csv|json)$|^\/assets|^\/sign-out|^\/api\//;

// One kind of page: its path with ids left out, and what it is asked for by name.
const kind = (url) => url.pathname.replace(id, "…") + [...url.searchParams.keys()].sort().join("&");

for (const [persona, starts] of Object.entries(people)) {
  walk(`Axe finds nothing on the pages of ${persona}, and each fits 320 pixels`, { viewport: "small", timeout: 600_000 }, async ({ page, t }) => {
    await signIn(page, persona);
    const origin = new URL(page.url()).origin;
    const seen = new Set();
    const wrong = [];
    const waiting = starts.map((path) => new URL(path, origin));
    while (waiting.length > 0) {
      const url = waiting.shift();
      if (seen.has(kind(url))) continue;
      seen.add(kind(url));
      try {
        const answer = await page.goto(url.href);
        assert.equal(answer.status(), 200, `${kind(url)} answers`);
        await fits(page);
        await axe(page, kind(url));
      } catch (error) {
        wrong.push(error.message);
      }
      await shot(page, `every ${persona} ${kind(url)}`);
      const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href")));
      for (const link of links.map((href) => new URL(href, url))) {
        link.hash = "";
        if (link.origin === origin && !leavesAFile.test(link.pathname) && !seen.has(kind(link))) waiting.push(link);
      }
    }
    t.diagnostic(`${seen.size} kinds of page`);
    assert.equal(wrong.length, 0, wrong.join("\n"));
    assert.ok(seen.size >= starts.length);
  });
}
