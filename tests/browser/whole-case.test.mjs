// A connector's whole case on a tablet: from registering a person and their referral, through the agreed
// term and an introduction, to a relationship that stands on its own and the end of the engagement.
// Everything is done as it would be, by what the pages offer: no address is typed. Dates lie in the past because it
// takes months.

import assert from "node:assert/strict";
import { shot, signIn, walk } from "./kith.mjs";

const day = (ago) => {
  const date = new Date(Date.now() - ago * 86_400_000);
  return date.toLocaleDateString("sv-SE", { timeZone: "Europe/London" });
};

// Fills in the page's form by the names of its fields, sends it, and says where that led.
async function send(page, values, button) {
  const form = page.locator("main form").filter({ has: page.locator("[name=command_id]") }).first();
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((each) => (each.tagName === "SELECT" ? "select" : each.type));
    if (kind === "radio" || kind === "checkbox") {
      const tile = form.locator(`[name="${name}"][value="${value}"]`);
      await openAround(tile);
      await tile.check({ force: true });
    } else if (kind === "select") await field.selectOption(value);
    else {
      await openAround(field.first());
      await field.first().fill(value);
    }
  }
  const before = page.url();
  const press = button ? form.getByRole("button", { name: button }) : form.locator("button:not([name])").last();
  await Promise.all([page.waitForNavigation(), press.click()]);
  const problem = page.locator(".summary");
  assert.equal(await problem.count(), 0, `${before} was refused: ${(await problem.allTextContents()).join(" ")}`);
}

async function openAround(field) {
  await field.evaluate((each) => {
    for (let box = each.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  });
}

// Taps the page's own links, one after another: whoever has no link to the next place cannot get there either.
async function tap(page, ...addresses) {
  for (const address of addresses) {
    const link = page.locator(`a[href="${address}"]`).first();
    assert.ok((await page.locator(`a[href="${address}"]`).count()) > 0, `${page.url()} offers no way to ${address}`);
    await openAround(link);
    await Promise.all([page.waitForURL((url) => url.pathname + url.search === address), link.click()]);
  }
}

const idIn = (page) => page.url().match(/[0-9a-f-]{36}/)[0];

walk("A connector takes a case from referral to a relationship that stands on its own, and leaves", { timeout: 300_000 }, async ({ page }) => {
  await signIn(page, "Amina, connector");

  // Registered, after looking whether they are known already.
  await tap(page, "/people", "/people/new");
  await send(page, { name: "Gwendolen Ashdown", kind: "supported" });
  if (page.url().includes("check")) await send(page, {}, /register/i);
  const person = idIn(page);
  await page.getByRole("heading", { level: 1, name: "Gwendolen Ashdown" }).waitFor();

  // Referred, looked at, asked, paid for, agreed, begun: each the one next step of the plan.
  const record = `/people/${person}`;
  await tap(page, `${record}/engagements/new`);
  await send(page, { source: "social_worker", received_on: day(170), reason: "The days are long." });
  const plan = `/engagements/${idIn(page)}`;
  const step = async (part, values) => {
    await tap(page, `${plan}/${part}`);
    await send(page, values);
  };
  await step("screening", { started_on: day(168) });
  await step("eligibility", { eligible: "yes", decided_on: day(165) });
  await step("consent", { requested_on: day(164) });
  await tap(page, record, `${record}/consents`);
  await send(page, { scope: "take_part", answer: "yes", how: "spoken", on: day(164) });
  await tap(page, record, plan);
  await step("consent", {});
  await tap(page, `${plan}/funding`);
  const contract = await page.locator("[name=contract_id]").first().getAttribute("value");
  await send(page, { contract_id: contract, route: "direct_payment", rate: "27.40", budget: "2137.20", covers_from: day(160), covers_to: day(-22) });
  await step("agreement", { kind: "six_months", term_start: day(160), term_end: day(-22) });
  await tap(page, `${plan}/connector`);
  const me = await page.locator("main form label", { hasText: "Amina" }).locator("[name=connector]").getAttribute("value");
  await send(page, { connector: me });
  await step("start", { started_on: day(160) });
  await shot(page, "whole case plan");

  // What she loves, in her words.
  await tap(page, record, `${record}/profile`);
  await send(page, { admire: "I never forget a birthday.", important: "My sister.", support: "Tell me the day before.", published_on: day(150) });
  await tap(page, `${record}/interests/new`);
  await send(page, { name: "growing vegetables", kind: "passion", share: "teach", strength: "3", participation: "used_to", evidence: "person", on: day(150) });
  await page.getByText("Growing vegetables").first().waitFor();
  await shot(page, "whole case person");

  // Introduced: both say yes before anything is arranged.
  await tap(page, `${record}/relationships`, `${record}/introductions/new`);
  await shot(page, "whole case introduce");
  await tap(page, `${record}/introductions/new?other=new`);
  const name = page.locator("main form [name=name]");
  assert.ok((await name.count()) > 0, "somebody new can be named");
  await send(page, { name: "Winifred Oakes", shared: "growing vegetables", proposed_on: day(130) });
  const tie = `/relationships/${idIn(page)}`;
  const between = async (part, values) => {
    await tap(page, `${tie}/${part}`);
    await send(page, values);
  };
  await between("answers/new?party=person", { answer: "yes", how: "spoken", on: day(128) });
  await between("answers/new?party=other", { answer: "yes", how: "spoken", on: day(128) });
  await between("arrangement", { on: day(120), place: "Mill Lane allotments" });
  await between("meeting", { met: "yes", on: day(120) });

  // Four taps: with whom, how long, how it went, where I was.
  for (const [ago, presence] of [[120, "leads"], [113, "takes_part"], [106, "background"], [99, "nearby"]]) {
    await tap(page, `${plan}/meet-ups/new?relationship=${tie.split("/")[2]}`);
    const form = page.locator("main form").first();
    await form.locator('[name=length][value="60"]').check({ force: true });
    await form.locator('[name=mood][value="good"]').check({ force: true });
    await form.locator(`[name=presence][value="${presence}"]`).check({ force: true });
    await openAround(form.locator("[name=on]"));
    await form.locator("[name=on]").fill(day(ago));
    await Promise.all([page.waitForNavigation(), form.getByRole("button", { name: "Save" }).click()]);
    assert.equal(await page.locator(".summary").count(), 0, "the meet-up was taken");
  }
  // Then without the connector.
  for (const [ago, initiative] of [[50, "person"], [36, "other"], [22, "person"], [8, "other"], [2, "standing"]]) {
    await between("contacts/new", { on: day(ago), initiative, setting: "out_and_about", source: "person" });
  }
  await between("give-and-take", { gives: "company", receives: "lift", recorded_on: day(2) });
  await shot(page, "whole case almost");
  await between("confirmations/new?party=person", { wish: "same", how: "spoken", on: day(1) });
  await between("confirmations/new?party=other", { wish: "more", how: "spoken", on: day(1) });
  await between("plan", { in_touch: "They ring on Sundays.", transport: "The 14 bus.", if_it_goes_wrong: "Ring Rosa.", planned_on: day(1) });
  await between("declaration", { declared_on: day(0) });
  await page.getByText("Stands on its own").first().waitFor();
  await shot(page, "whole case stands");

  // The connector leaves, and because it is before the term a team lead agrees first. The relationship has its hand-over.
  await tap(page, `${record}/relationships`, plan, `${plan}/ending`);
  const handOver = await page.locator('[name^="hand_over"]').first().getAttribute("name");
  await send(page, { ended_on: day(0), reason: "goals_met_early", [handOver]: "stands_on_its_own" });
  await page.getByText("asked a team lead today").first().waitFor();
  await shot(page, "whole case asked");
  const leaves = () => page.getByRole("button", { name: "Sign out" }).click();
  await leaves();
  await signIn(page, "Rosa, team lead");
  await page.goto("/team");
  await tap(page, "/team/approvals", `${plan}/ending-answer`);
  await send(page, { answer: "yes" });
  await page.getByText("Your answer is kept").waitFor();
  await leaves();
  await signIn(page, "Amina, connector");
  await page.goto(plan);
  await page.getByText("Ended").first().waitFor();
  await shot(page, "whole case ended");

  // Every word of it is in the timeline.
  await tap(page, `${record}/timeline`);
  await page.getByText(/stand.* on (its|their) own/).first().waitFor();
});

walk("What was typed is kept when it is refused, and the field says why", { statuses: [422] }, async ({ page }) => {
  await signIn(page, "Amina, connector");
  await tap(page, "/people", "/people/new");
  const form = page.locator("main form").first();
  await form.locator("[name=name]").fill("王秀英 👩🏾‍🦽");
  const born = form.locator("[name=born_on]");
  await born.evaluate((field) => { field.type = "text"; });
  await born.fill("2026-02-30");
  await Promise.all([page.waitForNavigation(), form.locator("button").last().click()]);
  await page.locator(".summary").waitFor();
  assert.equal(await page.locator("main form [name=name]").first().inputValue(), "王秀英 👩🏾‍🦽");
  await shot(page, "kept when refused");
});
