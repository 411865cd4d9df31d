// The keyboard alone: Tab, Shift, Space, Enter, arrows and letters. Wherever Tab stops on the way, it must be seen.

import assert from "node:assert/strict";

/** What has the focus: its words, its name as a field, and whether it is seen to have it. */
const focused = () => {
  const it = document.activeElement;
  if (!it || it === document.body) return { words: "", name: null, tag: "BODY", seen: true };
  // A tile draws the focus of the field in it; a row, that of the link which covers it.
  const looks = [getComputedStyle(it), getComputedStyle(it, "::after")];
  if (it.nextElementSibling && it.matches("input")) looks.push(getComputedStyle(it.nextElementSibling));
  const seen = looks.some((look) => look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2);
  const words = (it.labels?.[0]?.innerText ?? it.innerText ?? "").replace(/\s+/g, " ").trim();
  return { words, name: it.getAttribute("name"), tag: it.tagName, seen, skip: it.matches(".skip") };
};

async function tabUntil(page, wanted, what) {
  for (let steps = 0; steps < 400; steps += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(focused);
    assert.ok(here.seen, `${page.url()}: the focus is not seen on ${here.tag} “${here.words}” ${here.name ?? ""}`);
    if (wanted(here)) return;
  }
  assert.fail(`${page.url()}: ${what} is not reached with the keyboard`);
}

/** To the link or button of these words, and presses it. */
export async function press(page, words) {
  await tabUntil(page, (here) => ["A", "BUTTON"].includes(here.tag) && words.test(here.words), `what says ${words}`);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

/** To the field of this name. */
export const reach = (page, name) => tabUntil(page, (here) => here.name === name, `the field ${name}`);

/** Unfolds what has these words. */
export async function unfold(page, words) {
  await tabUntil(page, (here) => here.tag === "SUMMARY" && words.test(here.words), `what unfolds ${words}`);
  await page.keyboard.press("Enter");
}

/** Fails when Tab does not come round to the beginning of the page again. */
export async function goesRound(page) {
  await page.evaluate(() => document.activeElement?.blur());
  for (let times = 0; times < 2; times += 1) await tabUntil(page, (here) => here.skip, "the beginning, again");
}
