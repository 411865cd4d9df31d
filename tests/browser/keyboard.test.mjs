// A connector's Monday and a team lead's Friday with the keyboard alone, on a desktop and on the smallest screen. What is
// about groups and moved cases is in monday.test.mjs and friday.test.mjs.

import assert from "node:assert/strict";
import { fits, walk } from "./kith.mjs";
import { goesRound, press, reach, unfold } from "./keyboard.mjs";

const taken = async (page) => assert.deepEqual(await page.locator(".summary").allTextContents(), [], "nothing was wrong with it");

for (const viewport of ["desktop", "small"]) {
  walk(`A connector's whole Monday with the keyboard alone on a ${viewport} screen`, { viewport, statuses: [422], timeout: 300_000 }, async ({ page }) => {
    await page.goto("/");
    await press(page, /Amina/);
    await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
    await goesRound(page);

    // A visit is logged, with words.
    await press(page, /^People$/);
    await press(page, /Gordon Wells/);
    await press(page, /^Log a meet-up$/);
    await reach(page, "with");
    await page.keyboard.press("Space");
    for (const name of ["length", "mood", "presence"]) {
      await reach(page, name);
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowRight");
    }
    await unfold(page, /few words/i);
    await reach(page, "note");
    await page.keyboard.type("We dug the far bed.");
    await fits(page);
    await press(page, /^Save/);
    await taken(page);
    await page.getByText("The meet-up is logged.").waitFor();

    // The profile is told anew.
    await press(page, /^People$/);
    await press(page, /Gordon Wells/);
    await press(page, /^Tell it anew$/);
    await tabToWords(page);
    await press(page, /^Publish/);
    await taken(page);
    await page.getByText(`Funny, and kind on a ${viewport}`).first().waitFor();

    // A visit is planned.
    await press(page, /^Today$/);
    await press(page, /My week/);
    await press(page, /Week after/);
    await press(page, /^Plan a visit/);
    await press(page, /Gordon Wells/);
    await reach(page, "place");
    await page.keyboard.type("The pump house");
    await press(page, /^Plan it$/);
    if ((await page.getByText("send it again to have it all the same").count()) > 0) await press(page, /^Plan it$/);
    await taken(page);
    await fits(page);

    async function tabToWords(page) {
      const name = await page.getByLabel("What people like and admire about me").getAttribute("name");
      await reach(page, name);
      await page.keyboard.press("ControlOrMeta+A");
      await page.keyboard.type(`Funny, and kind on a ${viewport}`);
    }
  });
}

for (const viewport of ["desktop", "small"]) {
  walk(`A team lead agrees and reads samples with the keyboard alone on a ${viewport} screen`, { viewport, timeout: 300_000 }, async ({ page }) => {
    await page.goto("/");
    await press(page, /Rosa/);
    await press(page, /^Team$/);
    await goesRound(page);
    await press(page, /^To agree/);
    await fits(page);
    if ((await page.locator("li", { hasText: "More time, until" }).count()) > 0) {
      const whose = await page.locator("li", { hasText: "More time, until" }).first().getByRole("link").first().innerText();
      await press(page, new RegExp(whose.replace(/\s+/g, " ").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")));
      await reach(page, "answer");
      await page.keyboard.press("Space");
      await press(page, /^Answer$/);
      await page.getByText("Your answer is kept").waitFor();
    } else assert.equal(viewport, "small", "a request waits in a new demo");
    await press(page, /^Team$/);
    await press(page, /^Samples$/);
    await reach(page, "size");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("2");
    await press(page, /^Draw them$/);
    await taken(page);
    const first = await page.locator("main ol.rows a.cover").first().innerText();
    await press(page, new RegExp(`^${first.replace(/\s+/g, " ").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
    const questions = await page.locator("fieldset input[value=met]").evaluateAll((all) => all.map((each) => each.name));
    for (const name of questions) {
      await reach(page, name);
      await page.keyboard.press("Space");
    }
    await press(page, /^Keep what I found$/);
    await taken(page);
    await page.getByText("6 met").waitFor();
    await fits(page);
  });
}
