// A team lead finds that Shanice is on record twice, puts the two together, sees what came along, and takes them
// apart again; and says of two others that they are two people. Reached by what the pages offer.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, walk } from "./kith.mjs";

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

async function twice(page, { looks = false } = {}) {
  await signIn(page, "Rosa, team lead");
  await page.goto("/people");
  await tap(page, page.getByRole("link", { name: "Is anybody on record twice?" }));
  const pair = page.locator("li", { hasText: "Shanice Moriss" });
  await pair.getByRole("link", { name: "Shanice Morris", exact: true }).waitFor();
  if (looks) await axe(page);
  await shot(page, "merging list");
  await tap(page, pair.getByRole("link", { name: /Look at both/ }));

  // Side by side: either can stay.
  await page.getByRole("heading", { level: 1, name: "Both records side by side" }).waitFor();
  await page.getByText("Goes: Shanice Moriss").waitFor({ state: "attached" });
  await tap(page, page.getByRole("link", { name: "Keep the other record instead" }));
  await page.getByText("Stays: Shanice Moriss").waitFor({ state: "attached" });
  await tap(page, page.getByRole("link", { name: "Keep the other record instead" }));
  if (looks) await axe(page);
  await shot(page, "merging preview");
  await page.getByRole("button", { name: "Put them together" }).click();
  await page.getByText("Tick this once you have looked at both").first().waitFor();
  await page.locator("[name=sure]").check({ force: true });
  await send(page, "Put them together");
  await page.getByText("They are one record now.").waitFor();
  const record = page.url();
  await page.getByText(/Put together with the record of Shanice Moriss on/).waitFor();
  if (looks) await axe(page);
  await shot(page, "merging together");

  await tap(page, page.getByRole("link", { name: "take apart" }));
  await page.getByText("Shanice Moriss has a record of their own again").waitFor();
  if (looks) await axe(page);
  await shot(page, "merging undoing");
  await page.locator("[name=sure]").check({ force: true });
  await send(page, "Take them apart");
  await page.getByText("They are two records again.").waitFor();
  assert.equal(page.url(), record);

  // Taken apart, nobody is asked about them again; nor about two whom somebody told apart.
  await page.goto("/people/duplicates");
  assert.equal(await page.getByText("Shanice Moriss").count(), 0);
  await tap(page, page.locator("li", { hasText: "Pat Amorey" }).getByRole("link", { name: /Look at both/ }));
  await send(page, "They are two people");
  await page.getByText("It is noted that they are two people.").waitFor();
  assert.equal(await page.getByText("Pat Amorey").count(), 0);
}

walk("a team lead puts two records together and takes them apart again", { viewport: "tablet", statuses: [422] }, ({ page }) => twice(page, { looks: true }));
