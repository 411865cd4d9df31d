// What is made to be printed, as the browser prints it: the one-page profile is one side of A4 however much or little
// is written, and says so when it cannot be; an Easy Read page is in large print with its pictures left of the words.

import assert from "node:assert/strict";
import { fits, shot, signIn, walk } from "./kith.mjs";

/** How many pages the browser makes of it on paper. */
async function printed(page) {
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;
}

const words = "I like to be outside with my friends on a Thursday, when nobody is in a hurry. Give me time to think. ";
const long = (letters) => words.repeat(Math.ceil(letters / words.length)).slice(0, letters).trim();

walk("a one-page profile is one page, however much is written, until it says that it goes over", {}, async ({ page }) => {
  await signIn(page, "Amina, connector");
  await page.goto("/people");
  await page.getByRole("link", { name: "Joy Okafor" }).first().click();
  const person = page.url();
  const sizes = new Set();
  for (const letters of [0, 40, 200, 350, 500, 650, 3000]) {
    await page.goto(`${person}/profile`);
    await page.getByLabel("What people like and admire").fill(long(letters) || "Kind.");
    for (const field of ["What is important to me", "How best to support me", "What a good week", "When I am at my best", "What I do not want"]) {
      await page.getByLabel(field).fill(long(field.startsWith("What a") || field.endsWith("best") || field.endsWith("want") ? letters / 2 : letters));
    }
    await page.getByRole("button", { name: "Publish" }).click();
    await page.goto(`${person}/profile/print`);
    const over = await page.getByText("it goes over on to another").count();
    const pages = await printed(page);
    const said = `${letters} letters: ${pages} pages, and it is said ${over} times that it goes over`;
    assert.ok(pages === 1 || over === 1, said);
    // A little room is kept in hand, so that what is close to the edge may be said to go over.
    if (letters <= 500) assert.equal(over, 0, said);
    if (letters >= 3000) assert.ok(pages > 1, said);
    sizes.add(await page.locator(".sheet").getAttribute("class"));
  }
  assert.ok(sizes.size >= 4, `the more there is, the smaller it stands: ${[...sizes]}`);
});

/** The words that stand on the paper, without what is on the screen alone. */
async function onPaper(page) {
  await page.emulateMedia({ media: "print" });
  const words = await page.locator("body").innerText();
  await page.emulateMedia({ media: null });
  return words;
}

walk("a review and a message back stand for themselves on paper: whom, when, who wrote it and for which team", {}, async ({ page }) => {
  await signIn(page, "Amina, connector");
  await page.goto("/people");
  const people = await page.locator("a.cover").evaluateAll((all) => all.map((each) => [each.textContent.trim(), each.href]));
  const found = {};
  for (const [name, person] of people) {
    if (found.reviews && found.messages) break;
    await page.goto(person);
    const plan = page.locator('a[href*="/engagements/"]').first();
    if ((await plan.count()) === 0) continue;
    await page.goto(new URL((await plan.getAttribute("href")).replace(/(engagements\/[^/]+).*/, "$1"), page.url()).href);
    for (const kind of ["reviews", "messages"]) {
      const one = page.locator(`a[href*="/${kind}/"]:not([href*="/new"])`).first();
      if (!found[kind] && (await one.count()) > 0) found[kind] = [name, await one.getAttribute("href")];
    }
    if (!found.reviews && (await page.locator('a[href$="/reviews"]').count()) > 0) {
      await page.goto(new URL(await page.locator('a[href$="/reviews"]').first().getAttribute("href"), page.url()).href);
      const one = page.locator(".review-record h2 a").first();
      if ((await one.count()) > 0) found.reviews = [name, await one.getAttribute("href")];
    }
  }
  assert.ok(found.reviews && found.messages, `a review and a message are in the demo: ${JSON.stringify(found)}`);
  const [name, review] = found.reviews;
  await page.goto(review);
  const held = await onPaper(page);
  for (const words of [name, "Held on", "Connector", "Amina", "Team", "Northfield Connecting", "As paid staff see it"]) assert.ok(held.includes(words), `${words} in ${held}`);
  assert.ok(!held.includes("Take the map again") && !held.includes("To print it"), "nothing to press is on the paper");
  await shot(page, "paper review");
  await page.goto(found.messages[1]);
  const letter = await onPaper(page);
  for (const words of ["To:", "From: Amina, connector, Northfield Connecting", "To reach us:"]) assert.ok(letter.includes(words), `${words} in ${letter}`);
});

walk("a goodbye names the connector, leaves lines to write on by hand, and fits the smallest screen", { viewport: "small" }, async ({ page }) => {
  await signIn(page, "Amina, connector");
  await page.goto("/people");
  await page.getByRole("link", { name: "Gordon Wells" }).first().click();
  await page.waitForURL(/people\/[0-9a-f-]{36}/);
  await page.goto(`${page.url()}/ending/easy-read`);
  await page.getByText("Amina is your connector.").waitFor();
  assert.equal(await page.locator(".byhand").count(), 2);
  await fits(page);
  const line = await page.locator(".byhand").first().evaluate((each) => [each.getBoundingClientRect().width, getComputedStyle(each).borderBottomWidth]);
  assert.ok(line[0] > 120 && line[1] !== "0px", `a line to write on: ${line}`);
  assert.match(await onPaper(page), /You can always ask Northfield Connecting too/);
});

walk("Easy Read is large, never justified, with a picture left of each idea, on the screen and on paper", {}, async ({ page }) => {
  await signIn(page, "Amina, connector");
  await page.goto("/people");
  await page.getByRole("link", { name: "Gordon Wells" }).first().click();
  const person = page.url();
  for (const part of ["profile", "map", "hours"]) {
    await page.goto(`${person}/${part}/easy-read`);
    for (const media of ["screen", "print"]) {
      await page.emulateMedia({ media });
      const items = await page.locator(".easy li").evaluateAll((all) =>
        all.map((item) => {
          const [picture, text] = [item.querySelector("svg"), item.querySelector("p")];
          const style = getComputedStyle(text);
          return {
            points: parseFloat(style.fontSize) * 0.75,
            align: style.textAlign,
            left: picture.getBoundingClientRect().right <= text.getBoundingClientRect().left,
          };
        }),
      );
      assert.ok(items.length > 2, `${part} says something`);
      for (const { points, align, left } of items) {
        assert.ok(points >= 14, `${part} on ${media}: ${points} points`);
        assert.ok(align !== "justify" && left, `${part} on ${media}: the picture stands left of the words`);
      }
    }
    await page.emulateMedia({ media: null });
  }
});
