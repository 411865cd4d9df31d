// Being out alone: a connector goes in from today's page, needs longer, and comes out. Another time somebody makes her
// say that she is fine: she writes her word of alarm, her screen shows what it always shows, and the page that her team
// lead has open says it. On a tablet, and with one hand on a phone.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, walk } from "./kith.mjs";

const go = (page, link) => Promise.all([page.waitForNavigation(), link.click()]);

for (const viewport of ["tablet", "phone"]) {
  walk(`A connector goes in and comes out, and a word of alarm is heard, on a ${viewport}`, { viewport, timeout: 180_000 }, async ({ page, browser, kith }) => {
    const look = async (what, tab = page) => {
      await fits(tab);
      await axe(tab, what);
      await shot(tab, `outing ${viewport} ${what}`);
    };
    const goIn = async (where) => {
      await page.goto("/today");
      await go(page, page.getByRole("link", { name: "I am going in" }));
      await page.getByLabel("Where?").fill(where);
      await look("going in");
      await go(page, page.getByRole("button", { name: "I am going in" }));
      await page.getByText("You are in. Say when you are out.").waitFor();
    };
    const comeOut = async (said) => {
      await page.getByLabel("How was it, in a word or two?").fill(said);
      await go(page, page.getByRole("button", { name: "I am out and safe" }));
      await page.getByText("You are out and safe.").waitFor();
      return (await page.locator("main").innerText()).trim();
    };

    await signIn(page, "Amina, connector");
    await goIn("The allotment, Mill Lane");
    await go(page, page.getByRole("button", { name: "30 minutes" }));
    await look("in");
    // Today says so, too, for as long as she is in.
    await page.goto("/today");
    await page.getByRole("button", { name: "I am out and safe" }).waitFor();
    await page.goto("/out");
    const usual = await comeOut("Lovely, thank you");

    await page.goto("/out/word");
    await page.getByLabel("A word that you never write otherwise").fill("Whitby");
    await look("word of alarm");
    await go(page, page.getByRole("button", { name: "Keep it" }));

    const lead = await browser.newContext({ baseURL: kith.url, viewport: page.viewportSize(), reducedMotion: "reduce" });
    try {
      const team = await lead.newPage();
      await signIn(team, "Rosa, team lead");
      await goIn("A house in Harbour Side");
      await team.goto("/team/out");
      await team.getByText("A house in Harbour Side").waitFor();
      await look("who is out", team);

      assert.equal(await comeOut("whitby."), usual, "her screen tells nobody");
      await page.goto("/today");
      // Somebody else of the team may be late today, which everybody is told in the end.
      assert.equal(await page.getByRole("alert").filter({ hasText: "Amina" }).count(), 0, "nor does the next page");

      await team.goto("/people");
      const alarm = team.getByRole("alert").filter({ hasText: "Amina gave the word of alarm at" });
      await look("an alarm on any page", team);
      await go(team, alarm.getByRole("link", { name: "Look into it" }));
      await team.getByText("Do not ring them").waitFor();
      await look("an alarm", team);
      await team.getByLabel("What did you do, and what do you know?").fill("The police went there. She is at home.");
      await go(team, team.getByRole("button", { name: "They are safe" }));
      await team.goto("/people");
      assert.equal(await alarm.count(), 0);
    } finally {
      await lead.close();
    }
  });
}
