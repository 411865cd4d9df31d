// The relationship map is changed by dragging people on the picture beside its form: with a mouse, with a finger, with
// the keyboard, and not at all where there is no script. Nothing is kept until it is saved.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, walk } from "./kith.mjs";

const go = (page, link) => Promise.all([page.waitForNavigation(), link.click()]);

/** To the form on which Gordon's next map is made. */
async function begin(page) {
  await signIn(page, "Amina, connector");
  await page.goto("/people");
  await go(page, page.getByRole("link", { name: "Gordon Wells" }).first());
  await page.goto(`${page.url()}/maps/new`);
}

/** Somebody who takes part, given a name in the form that nobody else has: their id and that name. */
async function somebody(page, name) {
  const ids = await page.locator('input[name="entry"]').evaluateAll((all) => all.map((each) => each.value));
  for (const id of ids) {
    if ((await page.locator(`[name="ring-${id}"]`).inputValue()) !== "taking_part") continue;
    const row = page.locator("ol.entries > li", { has: page.locator(`[name="ring-${id}"]`) });
    await row.locator("summary").first().click();
    await row.getByLabel("Who?").fill(name);
    return { id, name };
  }
  assert.fail("nobody takes part");
}

const where = async (page, { id }) => [await page.locator(`[name="ring-${id}"]`).inputValue(), await page.locator(`[name="sector-${id}"]`).inputValue()];

/** Where on the screen somebody's dot is. */
const dot = (page, { id }) =>
  page.locator(`[data-entry="${id}"] .fill`).evaluate((circle) => {
    const box = circle.getBoundingClientRect();
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  });

/** The middle of a circle's band on the screen, at an angle in degrees clockwise from three o'clock. */
const band = (page, ring, degrees) =>
  page.locator("svg.changing").evaluate(
    (svg, [ring, degrees]) => {
      const rims = [...svg.querySelectorAll("[data-ring]")].map((each) => [each.dataset.ring, Number(each.getAttribute("r"))]);
      rims.sort((a, b) => a[1] - b[1]);
      const at = rims.findIndex(([code]) => code === ring);
      const far = (rims[at][1] + (at > 0 ? rims[at - 1][1] : 25)) / 2;
      const turn = (degrees * Math.PI) / 180;
      const point = new DOMPoint(far * Math.cos(turn), far * Math.sin(turn)).matrixTransform(svg.getScreenCTM());
      return { x: point.x, y: point.y };
    },
    [ring, degrees],
  );

/** Picks somebody up with a mouse and puts them down. */
async function drag(page, one, ring, degrees) {
  await page.locator("svg.changing").scrollIntoViewIfNeeded();
  const [from, to] = [await dot(page, one), await band(page, ring, degrees)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

async function save(page) {
  await go(page, page.getByRole("button", { name: "Save the map" }).first());
  assert.match(page.url(), /\/maps\/[0-9a-f-]{36}$/, "the map is kept");
}

/** The line of somebody in the table of a map. */
const line = (page, { name }) => page.locator("tbody tr", { hasText: name }).first().innerText();

for (const viewport of ["tablet", "desktop", "small"]) {
  walk(`Somebody is dragged to another circle on a ${viewport}, and the map shows it once it is saved`, { viewport }, async ({ page }) => {
    await begin(page);
    await fits(page);
    await axe(page, "a map to be changed");
    await shot(page, `map ${viewport} to be changed`);
    const friend = await somebody(page, `Robin ${viewport}`);
    await drag(page, friend, "closest", 200);
    assert.deepEqual(await where(page, friend), ["closest", "family"]);
    await page.getByRole("status").filter({ hasText: `${friend.name}: Closest, Family. Not saved yet.` }).waitFor();
    assert.match(await page.locator("li", { has: page.locator(`[name="ring-${friend.id}"]`) }).locator("summary").first().innerText(), /Closest/);
    await shot(page, `map ${viewport} dragged`);

    // The paid circle has one part of life; whoever leaves it stands in another again.
    await drag(page, friend, "paid_support", 100);
    assert.deepEqual(await where(page, friend), ["paid_support", "paid_supporters"]);
    await drag(page, friend, "closest", 330);
    assert.deepEqual(await where(page, friend), ["closest", "friends_and_unpaid"]);

    // Escape on the way puts them back.
    const before = await dot(page, friend);
    await page.mouse.move(before.x, before.y);
    await page.mouse.down();
    await page.mouse.move(before.x + 60, before.y + 60, { steps: 4 });
    await page.keyboard.press("Escape");
    await page.mouse.up();
    assert.deepEqual(await where(page, friend), ["closest", "friends_and_unpaid"]);

    await save(page);
    assert.match(await line(page, friend), /Closest/);
    await axe(page, "the map that was saved");
  });
}

walk("Somebody is moved with the keyboard alone, circle by circle and to another part of life", { viewport: "desktop" }, async ({ page }) => {
  await begin(page);
  const friend = await somebody(page, "Robin Keys");
  const theirs = page.locator(`[data-entry="${friend.id}"]`);
  assert.equal(await theirs.locator("text").textContent(), friend.name, "a new name is on the picture at once");
  await page.locator("h1").click();
  for (let at = 0; at < 80 && !(await theirs.evaluate((each) => each === document.activeElement)); at += 1) await page.keyboard.press("Tab");
  assert.ok(await theirs.evaluate((each) => each === document.activeElement), "Tab reaches everybody");
  await shot(page, "map by keyboard");
  const [, sector] = await where(page, friend);
  for (const ring of ["friends", "closest", "closest"]) {
    await page.keyboard.press("ArrowUp");
    assert.deepEqual(await where(page, friend), [ring, sector], "nothing is nearer than closest");
  }
  await page.keyboard.press("ArrowRight");
  const [, beside] = await where(page, friend);
  assert.notEqual(beside, sector);
  await page.keyboard.press("ArrowLeft");
  assert.deepEqual(await where(page, friend), ["closest", sector]);
  for (const ring of ["friends", "taking_part"]) {
    await page.keyboard.press("ArrowDown");
    assert.deepEqual(await where(page, friend), [ring, sector]);
  }
  assert.match(await theirs.getAttribute("aria-label"), new RegExp(`${friend.name}: Taking part`));
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), `ring-${friend.id}`, "their fields open");

  // What is chosen in the form is seen on the picture.
  const at = await dot(page, friend);
  await page.locator(`[name="ring-${friend.id}"]`).selectOption("closest");
  const moved = await dot(page, friend);
  assert.ok(Math.hypot(moved.x - at.x, moved.y - at.y) > 5, "the picture follows the form");
  await page.locator(`[name="ring-${friend.id}"]`).selectOption("taking_part");
  await save(page);
  assert.match(await line(page, friend), /Taking part/);
});

walk("A finger drags somebody, and scrolls the page from everywhere else", { viewport: "phone" }, async ({ page, context }) => {
  await begin(page);
  await fits(page);
  const devtools = await context.newCDPSession(page);
  const touch = (type, at) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [{ x: at.x, y: at.y }] : [] });
  const swipe = async (from, to) => {
    await touch("touchStart", from);
    for (let step = 1; step <= 8; step += 1) {
      await touch("touchMove", { x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 });
    }
    await touch("touchEnd");
    await page.waitForTimeout(200);
  };
  const friend = await somebody(page, "Robin Touch");
  await page.locator("svg.changing").scrollIntoViewIfNeeded();
  const still = await page.evaluate(() => scrollY);
  await swipe(await dot(page, friend), await band(page, "closest", 30 + 320));
  assert.deepEqual(await where(page, friend), ["closest", "friends_and_unpaid"]);
  assert.equal(await page.evaluate(() => scrollY), still, "the page stood still meanwhile");
  await shot(page, "map phone dragged");
  const text = await page.locator("#map-how").boundingBox();
  await swipe({ x: 195, y: text.y + 20 }, { x: 195, y: text.y - 180 });
  assert.ok((await page.evaluate(() => scrollY)) > still + 50, "beside it the page scrolls");
  await save(page);
  assert.match(await line(page, friend), /Closest/);
});

walk("Without script the form does all of it, and draws the picture again when asked", { viewport: "tablet", script: false }, async ({ page }) => {
  await begin(page);
  assert.ok(!(await page.locator("#map-moved").isVisible()) && !(await page.locator("[data-entry][tabindex]").count()));
  const friend = await somebody(page, "Robin Plain");
  await page.locator(`[name="ring-${friend.id}"]`).selectOption("closest");
  await go(page, page.getByRole("button", { name: "Draw it again" }));
  assert.equal((await where(page, friend))[0], "closest");
  await shot(page, "map without script");
  await save(page);
  assert.match(await line(page, friend), /Closest/);
});

/** Three maps of Gordon's: his, one on which somebody was met through us, and one without them. Where the last is. */
async function somePlayed(page, name) {
  await begin(page);
  await page.getByRole("button", { name: "Add somebody" }).last().click();
  await page.waitForURL(/#added$/);
  const added = page.locator("#added");
  await added.getByLabel("Who?").fill(name);
  await added.getByRole("checkbox", { name: "Met through us" }).check();
  await added.getByLabel("Do they use the same service?").selectOption("yes");
  await save(page);
  const cells = await page.locator("tbody tr", { hasText: name }).first().locator("td").allInnerTexts();
  assert.equal(cells[5], "Yes", "uses the same service");
  assert.match(cells[6], /Met through us/);
  assert.ok(await page.locator(".key").getByText("Met through us").isVisible());
  await axe(page, "a map with somebody met through us");
  await page.goto(page.url().replace(/maps\/[^/]*$/, "maps/new"));
  const row = page.locator("ol.entries > li", { hasText: name });
  await row.locator("summary").first().click();
  assert.ok(await row.getByRole("checkbox", { name: "Met through us" }).isChecked());
  await row.getByRole("button", { name: "off the map" }).click();
  await row.waitFor({ state: "detached" });
  await save(page);
  return new URL(page.url()).pathname;
}

for (const viewport of ["tablet", "phone"]) {
  const motion = viewport === "phone" ? "no-preference" : "reduce";
  walk(`All maps are played over time on a ${viewport}, and one that was a mistake is taken back`, { viewport, statuses: [422], reference: { reducedMotion: motion } }, async ({ page }) => {
    const name = `Rowan ${viewport}`;
    const latest = await somePlayed(page, name);
    const slider = page.getByRole("slider", { name: "Which map" });
    const many = Number(await slider.getAttribute("max")) + 1;
    assert.equal(await slider.inputValue(), String(many - 1));
    await fits(page);
    await axe(page, "maps to be played");
    await shot(page, `map ${viewport} player`);

    // With the keyboard, step by step: the page becomes that of the map.
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.locator("#player-said").filter({ hasText: `New: ${name}` }).waitFor();
    const glides = await page.evaluate(() => document.getAnimations().length);
    assert.equal(glides > 0, motion === "no-preference", "nothing moves for whoever asked for less motion");
    assert.match(await slider.getAttribute("aria-valuetext"), new RegExp(`map ${many - 1} of ${many}`));
    assert.notEqual(new URL(page.url()).pathname, latest);
    assert.equal(await page.locator("svg.rings text", { hasText: name }).count(), 1);
    assert.equal(await page.locator("tbody tr", { hasText: name }).count(), 1, "the table is of the same day");
    assert.ok(await page.getByText(`Map ${many - 1} of ${many}`).isVisible());
    await fits(page);
    await shot(page, `map ${viewport} played back`);

    // Played: from map to map, to the last one, where it stops; and it can be paused.
    await page.keyboard.press("Home");
    await page.getByText(`Map 1 of ${many}`).waitFor();
    await page.getByRole("button", { name: "Play" }).click();
    await page.getByText(`Map 2 of ${many}`).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Play" }).click();
    await page.getByText(`Map ${many} of ${many}`).waitFor({ timeout: 5_000 * many });
    await page.getByRole("button", { name: "Play" }).waitFor();
    assert.equal(new URL(page.url()).pathname, latest);
    await page.reload();
    assert.ok(await page.getByText(`Map ${many} of ${many}`).isVisible(), "the address is that of the map shown");

    await go(page, page.getByRole("link", { name: "It was a mistake" }));
    await go(page, page.getByRole("button", { name: "Take it back" }));
    await page.getByLabel("What is wrong with it?").fill("Robin should stand on it");
    await fits(page);
    await axe(page, "a map to be taken back");
    await shot(page, `map ${viewport} to be taken back`);
    await go(page, page.getByRole("button", { name: "Take it back" }));
    assert.equal(new URL(page.url()).pathname, latest);
    await page.getByText("Robin should stand on it").waitFor();
    await fits(page);
    await axe(page, "a map that was taken back");
    await shot(page, `map ${viewport} taken back`);
    await page.goto(`${latest.replace(/\/maps\/.*$/, "")}/maps/new`);
    assert.equal(await page.locator("ol.entries > li", { hasText: name }).count(), 1, "the next one begins with the map before");
  });
}

walk("Without script the maps are links, day by day", { viewport: "tablet", script: false }, async ({ page }) => {
  await begin(page);
  await page.locator('[name="taken_on"]').waitFor();
  await save(page);
  assert.ok(!(await page.locator("#player").isVisible()));
  const before = page.url();
  await go(page, page.getByRole("link", { name: "Before", exact: true }));
  assert.notEqual(page.url(), before);
  await go(page, page.getByRole("link", { name: "Next", exact: true }));
  assert.equal(page.url(), before);
});
