// The first page anybody sees: readable on every screen, with or without script, in light and in dark.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, viewports, walk } from "./kith.mjs";

const connector = "Amina, connector";

for (const viewport of Object.keys(viewports)) {
  walk(`The sign-in page fits a ${viewport} screen and axe finds nothing on it`, { viewport }, async ({ page }) => {
    await page.goto("/");
    assert.match(page.url(), /\/sign-in/);
    await page.getByRole("button", { name: connector }).waitFor();
    await fits(page);
    await axe(page);
    await shot(page, `sign-in ${viewport}`);
  });
}

walk("A persona's button signs the connector in, with a cookie that script cannot read", {}, async ({ page, context }) => {
  await signIn(page, connector);
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  await shot(page, "signed in");
  const cookies = await context.cookies();
  assert.ok(cookies.length > 0 && cookies.every((cookie) => cookie.httpOnly && cookie.sameSite !== "None"));
});

walk("Signing in works with script turned off", { script: false }, async ({ page }) => {
  await signIn(page, connector);
  assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
});

walk("A page asked for before signing in is not shown", {}, async ({ page }) => {
  await page.goto("/today");
  assert.match(page.url(), /\/sign-in/);
});
