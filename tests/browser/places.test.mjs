// What there is nearby: a connector writes a place down, sees it fit for somebody with the reason, and plans a visit
// there together. On a tablet and on the smallest screen; everything is reached by what the pages offer.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, walk } from "./kith.mjs";

const go = (page, link) => Promise.all([page.waitForNavigation(), link.click()]);
const choose = (page, name, value) => page.locator(`[name="${name}"][value="${value}"]`).check({ force: true });

for (const viewport of ["tablet", "small"]) {
  walk(`A place is written down, fits somebody and is visited, on a ${viewport}`, { viewport, timeout: 180_000, statuses: [422] }, async ({ page }) => {
    const look = async (what) => {
      await fits(page);
      await axe(page, what);
      await shot(page, `places ${viewport} ${what}`);
    };
    await signIn(page, "Amina, connector");
    await go(page, page.getByRole("link", { name: "Introduce", exact: true }));
    await go(page, page.getByRole("link", { name: "Places and groups nearby" }));
    await look("list");

    // It is refused without what happens there, and nothing typed is lost.
    await go(page, page.getByRole("link", { name: "Write a place down" }));
    await page.getByLabel("What is it called?").fill(`Leek club ${viewport}`);
    await go(page, page.getByRole("button", { name: "Save" }));
    await page.getByRole("link", { name: /Say what happens there/ }).waitFor();
    assert.equal(await page.getByLabel("What is it called?").inputValue(), `Leek club ${viewport}`);
    await page.getByLabel("Something that happens there").first().fill("growing vegetables");
    await choose(page, "ways-1", "learn");
    await look("form");
    await go(page, page.getByRole("button", { name: "Save" }));
    await page.getByText("The place is kept.").waitFor();
    await page.getByText("Growing vegetables: learn it").waitFor();
    await look("a place");
    await go(page, page.getByRole("button", { name: "It is still there, as told" }));
    await page.getByText("Good to know.").waitFor();

    // It stands beside the people whom Gordon could meet, with the reason.
    await go(page, page.getByRole("link", { name: "Introduce", exact: true }));
    await go(page, page.getByRole("link", { name: /^Gordon Wells/ }).first());
    await page.getByRole("link", { name: /^Places nearby/ }).click();
    await go(page, page.getByRole("link", { name: "Show more places" }));
    const offer = page.locator("#places li.offer", { hasText: `Leek club ${viewport}` });
    await offer.getByText(/Gord loves .*growing vegetables.*: that is what people come here for\./).waitFor();
    await look("places that fit");
    await go(page, offer.getByRole("link", { name: /^Plan a visit there together/ }));
    assert.equal(await page.getByLabel("Where?").inputValue(), `Leek club ${viewport}`);
    await go(page, page.getByRole("button", { name: "Plan it" }));
    // A visit at the same time is pointed out once.
    if ((await page.getByText("There is another visit").count()) > 0) await go(page, page.getByRole("button", { name: "Plan it" }));
    await page.getByText("The visit is planned.").waitFor();

    // And the one search box finds it.
    await go(page, page.getByRole("link", { name: "Search", exact: true }));
    await page.getByLabel("Who are you looking for?").fill(`leek ${viewport}`);
    await go(page, page.locator("main").getByRole("button", { name: "Search" }));
    await page.getByRole("link", { name: `Leek club ${viewport}` }).waitFor();
    await look("found");
  });
}
