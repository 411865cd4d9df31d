// A connector's week on a tablet: visits that come again are planned on a free day, stand in the week, are moved and
// called off; and a phone's calendar is given its address. Everything is reached by what the pages offer.

import assert from "node:assert/strict";
import { axe, shot, signIn, walk } from "./kith.mjs";

const later = (day, days) => new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const go = (page, link) => Promise.all([page.waitForNavigation(), link.click()]);
const send = (page, name) => go(page, page.locator("main form").getByRole("button", { name }));

async function nextWeek(page) {
  await go(page, page.getByRole("link", { name: "Today", exact: true }));
  await go(page, page.getByRole("link", { name: "My week" }));
  await go(page, page.getByRole("link", { name: "Week after" }));
}

walk("A connector plans visits that come again on a free day, moves one and calls the others off", {}, async ({ page }) => {
  await signIn(page, "Amina, connector");
  await nextWeek(page);
  await go(page, page.getByRole("link", { name: /^Plan a visit on/ }).first());
  await go(page, page.getByRole("link", { name: "Gordon Wells" }));
  const day = await page.locator("[name=on]").inputValue();
  assert.equal(await page.locator("[name=until]").isVisible(), false, "a visit that comes once has no last day");
  await page.getByLabel("From").fill("08:00");
  await page.getByLabel("Where?").fill("The old pump house");
  await page.locator("[name=every][value=weekly]").check({ force: true });
  await page.getByLabel("Until when?").fill(later(day, 7));
  await page.locator("details.more > summary").click();
  await page.getByLabel("Who else comes along?").fill("Maureen");
  await axe(page, "planning");
  await send(page, "Plan it");
  await page.getByRole("heading", { name: "One of 2 visits planned together" }).waitFor();
  await page.getByText("Maureen").waitFor();
  await axe(page, "a visit of a series");

  await nextWeek(page);
  const slot = page.locator(".slot", { hasText: "The old pump house" });
  assert.match(await slot.textContent(), /08:00.*Gord/);
  await shot(page, "week");
  await go(page, slot.getByRole("link"));
  await go(page, page.getByRole("link", { name: "Move it" }));
  await page.getByLabel("From").fill("08:30");
  await page.getByLabel("Why?").fill("The bus is later now.");
  await send(page, "Move it");
  await page.getByText("The visit is moved.").waitFor();

  await go(page, page.getByRole("link", { name: "Call it off" }));
  await page.locator("[name=which][value=and_later]").check({ force: true });
  await page.locator("[name=by][value=person]").check({ force: true });
  await send(page, "Call it off");
  assert.equal(await page.locator(".card .pill", { hasText: "Called off" }).count(), 1, "the one after it, too");
  await nextWeek(page);
  assert.match(await slot.textContent(), /08:30.*Called off/);
});

walk("A phone's calendar is given an address that says when, and names nobody", { viewport: "phone" }, async ({ page, context }) => {
  await signIn(page, "Amina, connector");
  await go(page, page.getByRole("link", { name: "My week" }));
  await go(page, page.getByRole("link", { name: "In my phone’s calendar" }));
  await send(page, "Make the address");
  await axe(page, "the address of a calendar");
  const address = await page.getByLabel("The address").inputValue();
  const read = await context.request.get(address);
  const text = await read.text();
  assert.match(text, /^BEGIN:VCALENDAR\r\n/);
  assert.ok(text.includes("BEGIN:VEVENT") && !/Gord|Shanice|Terry|Allotment/.test(text), "visits without names or places");
  await go(page, page.getByRole("button", { name: "Switch it off" }));
  assert.equal((await context.request.get(address)).status(), 404);
});
