// The pages of every role, each kind once: axe in light and dark, nothing wider than the smallest screen. Where a
// role's pages are few, every one that can be reached by links; of the connector's many, the first ones.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, walk } from "./kith.mjs";

const followed = new Set(["Claire, commissioner", "Dev, finance", "Sam, administrator"]);

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
  walk(`Axe finds nothing on the pages of ${persona}, and each fits 320 pixels`, { viewport: "small", timeout: 600_000 }, async ({ page }) => {
    await signIn(page, persona);
    const origin = new URL(page.url()).origin;
    const seen = new Set();
    const waiting = starts.map((path) => new URL(path, origin));
    while (waiting.length > 0) {
      const url = waiting.shift();
      if (seen.has(kind(url))) continue;
      seen.add(kind(url));
      const answer = await page.goto(url.href);
      assert.equal(answer.status(), 200, `${kind(url)} answers`);
      await fits(page);
      await axe(page, kind(url));
      await shot(page, `every ${persona} ${kind(url)}`);
      if (!followed.has(persona)) continue;
      const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((a) => a.getAttribute("href")));
      for (const link of links.map((href) => new URL(href, url))) {
        link.hash = "";
        if (link.origin === origin && !leavesAFile.test(link.pathname) && !seen.has(kind(link))) waiting.push(link);
      }
    }
    assert.ok(seen.size >= starts.length, `${seen.size} kinds of page`);
  });
}
