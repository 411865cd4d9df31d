// A team lead's Friday: a look at the team, a waiting referral allocated, two cases given to a colleague, more time
// agreed to, records sampled and read, a supervision written down. On three sizes of screen, and once with the
// keyboard alone. Everything is reached by what the pages offer.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, walk } from "./kith.mjs";

const day = (ahead) => {
  const date = new Date(Date.now() + ahead * 86_400_000);
  return date.toLocaleDateString("sv-SE", { timeZone: "Europe/London" });
};

async function tap(page, link) {
  await Promise.all([page.waitForNavigation(), link.click()]);
  await fits(page);
}

async function send(page, button) {
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: button }).first().click()]);
  const problem = page.locator(".summary");
  assert.equal(await problem.count(), 0, `${page.url()}: ${(await problem.allTextContents()).join(" ")}`);
  await fits(page);
}

const tab = (page, name) => page.getByRole("navigation", { name: "Leading the team" }).getByRole("link", { name });

// Rosa registers somebody whose referral nobody has, so that there is one to allocate.
async function referral(page, name) {
  await page.goto("/people/new");
  await page.locator("[name=name]").fill(name);
  await page.locator("[name=kind][value=supported]").check({ force: true });
  await Promise.all([page.waitForNavigation(), page.locator("main form button:not([name])").last().click()]);
  if (page.url().includes("check")) await send(page, /register/i);
  await tap(page, page.locator('main a[href$="/engagements/new"]').first());
  await page.locator("[name=source][value=college], [name=source]").first().evaluate((each) => {
    if (each.tagName === "SELECT") each.value = "college";
    else each.checked = true;
  });
  await page.locator("[name=received_on]").fill(day(-12));
  await Promise.all([page.waitForNavigation(), page.locator("main form button:not([name])").last().click()]);
}

async function friday(page, name, { looks = false, from = "Amina", to = "Ben" } = {}) {
  await signIn(page, "Rosa, team lead");
  await referral(page, name);
  await page.goto("/team");
  await fits(page);
  await page.getByRole("heading", { level: 1, name: "The team" }).waitFor();
  if (looks) await axe(page);
  await shot(page, `friday team ${name}`);

  // Somebody is asked to take the referral, with what each has room for beside their name.
  const waiting = page.locator("section", { has: page.getByRole("heading", { name: /Waiting for a connector/ }) });
  const row = waiting.locator("li", { hasText: name });
  await tap(page, row.getByRole("link", { name: "Ask somebody" }));
  await page.getByText(/room for|more than they can take/).first().waitFor();
  await page.locator("main label", { hasText: "Ben" }).locator("[name=connector]").check({ force: true });
  await send(page, "Ask them");

  // Two cases go from one colleague to the other.
  await page.goto("/team");
  await tap(page, page.getByRole("link", { name: from, exact: true }));
  if (looks) await axe(page);
  await shot(page, `friday caseload ${name}`);
  const boxes = page.locator("[name=case]");
  const chosen = [await boxes.nth(0).inputValue(), await boxes.nth(1).inputValue()];
  for (const id of chosen) await page.locator(`[name=case][value="${id}"]`).check({ force: true });
  const other = await page.locator("[name=to] option", { hasText: to }).first().getAttribute("value");
  await page.locator("[name=to]").selectOption(other);
  await send(page, "See who gets whom");
  await page.getByText("Nothing has been changed yet").waitFor();
  if (looks) await axe(page);
  await shot(page, `friday moving ${name}`);
  await send(page, "Give them over");
  await page.getByRole("heading", { name: "Done" }).waitFor();
  assert.equal(await page.getByText(`${to} goes on with them`).count(), 2);
  if (looks) await axe(page, "what became of it");

  // What waits for an answer: the first of them is agreed to.
  await page.goto("/team");
  await tap(page, tab(page, "To agree"));
  if (looks) await axe(page);
  await shot(page, `friday approvals ${name}`);
  const extension = page.locator("li", { hasText: "More time, until" }).first();
  if ((await extension.count()) > 0) {
    await tap(page, extension.getByRole("link"));
    if (looks) await axe(page);
    await page.locator("[name=answer][value=yes]").check({ force: true });
    await send(page, "Answer");
    await page.getByText("Your answer is kept").waitFor();
  } else assert.ok(!looks, "a request waits in a new demo");

  // Records are drawn by chance, and the first one is read.
  await tap(page, tab(page, "Samples"));
  if (looks) await axe(page);
  await shot(page, `friday samples ${name}`);
  await page.locator("[name=from_on]").fill(day(-120));
  await page.locator("[name=to_on]").fill(day(0));
  await page.locator("[name=size]").fill("3");
  await send(page, "Draw them");
  if (looks) await axe(page);
  await tap(page, page.locator("main ol.rows a.cover").first());
  if (looks) await axe(page);
  for (const found of await page.locator("fieldset").all()) await found.locator("[value=met]").check({ force: true });
  await page.locator("textarea").first().fill("Written the same evening.");
  await shot(page, `friday record ${name}`);
  await send(page, "Keep what I found");
  await page.getByText("6 met").waitFor();

  // A supervision, with something that comes up on its day.
  await page.goto("/team");
  await tap(page, tab(page, "Supervision"));
  if (looks) await axe(page);
  await shot(page, `friday supervision ${name}`);
  await tap(page, page.locator("li", { hasText: "Ben" }).getByRole("link", { name: "Write down" }));
  await page.locator("[name=talked]").fill("The new cases, and which of them to see first.");
  await page.locator("[name=action_1]").fill("See both of the new people by Wednesday");
  await page.locator("[name=by_1]").fill(day(4));
  await page.locator("[name=next_on]").fill(day(28));
  if (looks) await axe(page);
  await send(page, "Keep it");
  await page.getByText("See both of the new people by Wednesday").waitFor();
  if (looks) await axe(page, "a supervision");
  await shot(page, `friday note ${name}`);
}

walk("A team lead's Friday on a tablet", { timeout: 400_000 }, ({ page }) => friday(page, "Marigold Pryce", { looks: true }));
walk("A team lead's Friday on a desktop", { viewport: "desktop", timeout: 300_000 }, ({ page }) => friday(page, "Rupert Ansah", { from: "Ben", to: "Amina" }));
walk("A team lead's Friday on a phone", { viewport: "phone", timeout: 300_000 }, ({ page }) => friday(page, "Odette Marsh"));
walk("A team lead's Friday on the smallest screen, without script", { viewport: "small", script: false, timeout: 300_000 }, async ({ page }) => {
  await signIn(page, "Rosa, team lead");
  for (const address of ["/team", "/team/approvals", "/team/samples", "/supervision", "/supervision/new"]) {
    await page.goto(address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await fits(page);
  }
});

// Tab until a link or a button of these words has the focus, then press it: no pointer, no script of ours.
async function press(page, words) {
  for (let steps = 0; steps < 250; steps += 1) {
    await page.keyboard.press("Tab");
    const said = await page.evaluate(() => {
      const focused = document.activeElement;
      const label = focused.labels?.[0]?.innerText ?? focused.innerText ?? "";
      return label.replace(/\s+/g, " ").trim();
    });
    if (words.test(said)) {
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      return;
    }
  }
  assert.fail(`${page.url()}: nothing that says ${words} is reached with the keyboard`);
}

// Tab until the field of this name has the focus.
async function reach(page, name) {
  for (let steps = 0; steps < 250; steps += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement.name === wanted, name)) return;
  }
  assert.fail(`${page.url()}: the field ${name} is not reached with the keyboard`);
}

walk("A team lead gives a case over and writes a supervision with the keyboard alone", { viewport: "desktop", timeout: 300_000 }, async ({ page }) => {
  await page.goto("/");
  await press(page, /^R\w? ?Rosa/);
  await press(page, /^Team$/);
  await press(page, /^Amina$/);
  await reach(page, "case");
  await page.keyboard.press("Space");
  assert.equal(await page.locator("[name=case]:checked").count(), 1);
  await press(page, /^See who gets whom$/);
  await press(page, /^Give them over$/);
  await page.getByRole("heading", { name: "Done" }).waitFor();
  await press(page, /^The team$/);
  await press(page, /^Supervision$/);
  await press(page, /^Write one down$/);
  await reach(page, "colleague");
  await page.keyboard.type("Amina");
  await reach(page, "talked");
  await page.keyboard.type("What the week was like.");
  await press(page, /^Keep it$/);
  await page.getByText("What the week was like.").waitFor();
});
