// What the money bought and where it went: the commissioner's and finance's pages, on every screen.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, viewports, walk } from "./kith.mjs";

const commissioner = /Claire.*commissioner/i;
const finance = /Dev.*finance/i;

async function held(page, name, viewport) {
  await fits(page);
  await axe(page);
  await shot(page, `${name} ${viewport}`);
}

for (const viewport of Object.keys(viewports)) {
  walk(`A commissioner follows each figure to what it is made of, on a ${viewport} screen`, { viewport }, async ({ page }) => {
    await signIn(page, commissioner);
    await page.waitForURL(/\/contracts\/[0-9a-f-]+$/);
    await held(page, "contract", viewport);
    const standing = await page.locator(".kpi .value").nth(2).innerText();
    await page.getByRole("link", { name: /People supported: what this counts/ }).click();
    await held(page, "contract people", viewport);
    await page.goBack();
    await page.getByRole("link", { name: /Introductions made: what this counts/ }).click();
    await held(page, "contract introductions", viewport);
    await page.goBack();
    await page.getByRole("link", { name: /Stand on their own: what this counts/ }).click();
    await held(page, "contract relationships", viewport);
    const rows = page.locator(".row a.cover");
    assert.match(standing, new RegExp(`^${await rows.count()} of`), "the list is what the figure counts");
    await rows.first().click();
    await page.getByRole("heading", { name: /The eight tests/ }).waitFor();
    await held(page, "contract relationship", viewport);
  });

  walk(`Finance follows an amount to its sessions, on a ${viewport} screen`, { viewport }, async ({ page }) => {
    await signIn(page, finance);
    await page.waitForURL(/\/budgets$/);
    await held(page, "budgets", viewport);
    await page.getByRole("link", { name: "Gordon Wells" }).click();
    await page.getByRole("heading", { name: "Gordon Wells’s budget" }).waitFor();
    await held(page, "budget", viewport);
    await page.locator(".due tbody a").first().click();
    await page.waitForURL(/#line-1$/);
    assert.ok(await page.locator("#line-1").isVisible());
  });
}

walk("Days that cannot be are said, and a name is looked for without being in the address", { statuses: [422] }, async ({ page }) => {
  await signIn(page, commissioner);
  await page.waitForURL(/\/contracts\//);
  await page.goto(`${page.url()}?from=2026-02-30&to=2026-03-01`);
  await page.getByRole("alert").getByText("There is no such day").waitFor();
  await axe(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, finance);
  await page.getByLabel("Name").fill("gordon");
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByText("1 budget found").waitFor();
  assert.ok(!page.url().includes("gordon"));
  assert.equal(await page.getByLabel("Name").inputValue(), "gordon");
});
