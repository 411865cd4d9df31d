// Today in a real browser: every line of what needs somebody opens the form in which it is done, or the page that offers
// it, and who is going quiet is shown with how it went and opens what is between the two.

import assert from "node:assert/strict";
import { fits, shot, signIn, walk } from "./kith.mjs";

const section = (page, name) => page.locator("section", { has: page.getByRole("heading", { name }) });

for (const persona of ["Amina, connector", "Rosa, team lead"]) {
  walk(`Each line of what needs ${persona} opens the thing to do`, { viewport: "phone", timeout: 240_000 }, async ({ page, t }) => {
    await signIn(page, persona);
    await page.goto("/today");
    await fits(page);
    const needs = section(page, /^Needs you/);
    const lines = await needs.locator("li a.cover").evaluateAll((all) => all.map((each) => [each.textContent.trim(), each.href]));
    if (persona === "Amina, connector") assert.ok(lines.length > 0, "something needs her in a new demo");
    const opened = new Set();
    for (const [words, href] of lines) {
      const answer = await page.goto(href);
      assert.equal(answer.status(), 200, words);
      const todo = page.locator("main form button:visible, main a.btn:visible, main form input[type=submit]:visible");
      assert.ok((await todo.count()) > 0, `${words} opens ${new URL(href).pathname}, where nothing can be done`);
      await fits(page);
      opened.add(new URL(href).pathname.replaceAll(/[0-9a-f-]{36}/g, "…"));
    }
    t.diagnostic(`${lines.length} lines open ${[...opened].sort().join(", ")}`);
  });
}

walk("Who is going quiet is shown with how it went, and opens what is between the two", { viewport: "tablet" }, async ({ page }) => {
  await signIn(page, "Amina, connector");
  await page.goto("/today");
  const rows = section(page, "Going quiet").locator("li.row");
  assert.ok((await rows.count()) > 0, "somebody is going quiet in a new demo");
  const first = rows.first();
  await first.locator("svg").first().waitFor();
  const words = await first.innerText();
  const between = await first.locator("a.cover").innerText();
  assert.match(between, / and /);
  assert.ok(words.replace(between, "").trim().length > 10, `it says since when: ${words}`);
  await shot(page, "today going quiet");
  await first.locator("a.cover").click();
  await page.waitForURL(/\/relationships\/[0-9a-f-]{36}/);
  await page.getByRole("heading", { level: 1 }).waitFor();
});
