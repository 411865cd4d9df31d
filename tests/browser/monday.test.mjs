// A connector's Monday: the day, a visit logged with a photo, a draft that survives leaving the page, visits that come
// again, a group's roll, and a profile to print. On a tablet, a phone, the smallest screen and a desktop, and once with
// the keyboard alone. Everything is reached by what the pages offer.

import assert from "node:assert/strict";
import { axe, fits, shot, signIn, walk } from "./kith.mjs";

const go = (page, link) => Promise.all([page.waitForNavigation(), link.click()]);
const send = (page, name) => go(page, page.locator("main form").getByRole("button", { name }).first());
const day = (ago) => new Date(Date.now() - ago * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/London" });
const choose = (page, name, value) => page.locator(`[name="${name}"][value="${value}"]`).check({ force: true });

/** A small picture, drawn in the page: a light round thing on a dark ground. */
async function drawn(page) {
  const data = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#28506e";
    pen.fillRect(0, 0, 640, 480);
    pen.fillStyle = "#fadc78";
    pen.arc(320, 200, 120, 0, 7);
    pen.fill();
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
  });
  return { name: "IMG_2041.jpg", mimeType: "image/jpeg", buffer: Buffer.from(data, "base64") };
}

/** From the list of people to the page of the first whose name is this. */
async function person(page, name) {
  await go(page, page.getByRole("link", { name: "People", exact: true }));
  await go(page, page.getByRole("link", { name }).first());
}

for (const viewport of ["tablet", "phone", "small", "desktop"]) {
  walk(`A connector's Monday on a ${viewport}`, { viewport, timeout: 240_000, statuses: [422] }, async ({ page }) => {
    const look = async (what) => {
      await fits(page);
      await axe(page, what);
      await shot(page, `monday ${viewport} ${what}`);
    };
    await signIn(page, "Amina, connector");
    await page.getByRole("heading", { name: "Today", exact: true }).waitFor();
    await look("today");

    // What is due opens the thing to do.
    const due = page.locator("section", { has: page.getByRole("heading", { name: /^Needs you/ }) }).locator("li a").first();
    if ((await due.count()) > 0) {
      await go(page, due);
      await page.locator("main h1").waitFor();
      await go(page, page.getByRole("link", { name: "Today", exact: true }));
    }

    // A visit is logged, and a photo put into the record.
    await person(page, "Gordon Wells");
    await go(page, page.getByRole("link", { name: "Log a meet-up" }));
    for (const name of ["with", "length"]) await page.locator(`[name=${name}]`).first().check({ force: true });
    await choose(page, "mood", "lovely");
    await choose(page, "presence", "takes_part");
    await page.locator("details.fewwords > summary").click();
    await page.getByLabel("What happened?").fill("We dug the far bed.");
    await look("a meet-up");
    await send(page, "Save");
    await page.getByText("The meet-up is logged.").waitFor();
    await person(page, "Gordon Wells");
    await go(page, page.getByRole("link", { name: /Add a photo or a paper/ }).first());
    await look("a new photo");
    await choose(page, "kind", "photo");
    await page.getByLabel("What shall it be called?").fill("The far bed");
    await page.getByLabel("What is in the picture?").fill("A bed of dark earth under a low sun");
    await page.setInputFiles("input[type=file]", await drawn(page));
    await send(page, "Attach it");
    await page.getByText("It is attached.").waitFor();
    const picture = page.getByRole("img", { name: "A bed of dark earth under a low sun" });
    await page.waitForFunction((image) => image.complete && image.naturalWidth === 640, await picture.elementHandle());
    await look("a photo");
    await go(page, page.getByRole("link", { name: "All photos and papers" }));
    await look("photos and papers");

    // Words that were begun survive leaving the page, and wait on this form alone.
    await person(page, "Gordon Wells");
    await go(page, page.getByRole("link", { name: "Tell it anew" }));
    const words = `Patient, and funny on a ${viewport}`;
    await page.getByLabel("What people like and admire about me").fill(words);
    await page.getByText("Saved just now").waitFor();
    const form = page.url();
    await go(page, page.getByRole("link", { name: "Today", exact: true }));
    await person(page, "Shanice Morris");
    const theirs = page.url();
    await page.goto(`${theirs}/profile`);
    assert.equal(await page.getByText("You began this").count(), 0, "never on another person's form");
    await page.goto(form);
    await page.getByText(/You began this on .* at \d\d:\d\d/).waitFor();
    assert.equal(await page.getByLabel("What people like and admire about me").inputValue(), words);
    await look("a draft is gone on with");
    await send(page, "Publish");
    await page.goto(form);
    assert.equal(await page.getByText("You began this").count(), 0, "what was sent waits no longer");

    // Visits that come again.
    await go(page, page.getByRole("link", { name: "Today", exact: true }));
    await go(page, page.getByRole("link", { name: "My week" }));
    await go(page, page.getByRole("link", { name: "Week after" }));
    await go(page, page.getByRole("link", { name: /^Plan a visit on/ }).first());
    await look("with whom");
    await go(page, page.getByRole("link", { name: "Gordon Wells" }));
    await page.getByLabel("Where?").fill(`The pump house, from a ${viewport}`);
    await choose(page, "every", "weekly");
    await page.getByLabel("Until when?").fill(day(-16));
    await send(page, "Plan it");
    if ((await page.getByText("send it again to have it all the same").count()) > 0) await send(page, "Plan it");
    await page.getByText("The visits are planned.").waitFor();

    // A group that met yesterday: who came, with one tap each.
    await go(page, page.getByRole("link", { name: "Today", exact: true }));
    await go(page, page.getByRole("link", { name: "My week" }));
    await go(page, page.getByRole("link", { name: "Plan a group" }));
    await look("a new group");
    await page.getByLabel("What is it, and where?").fill(`Cooking on a ${viewport}`);
    await page.getByLabel("Which day?").fill(day(1));
    for (const tile of await page.locator("[name=expected]").all()) if ((await page.locator("[name=expected]:checked").count()) < 3) await tile.check({ force: true });
    await send(page, "Plan it");
    if ((await page.getByText("send it again to have it all the same").count()) > 0) await send(page, "Plan it");
    if ((await page.getByRole("link", { name: "Go on to the group" }).count()) > 0) await go(page, page.getByRole("link", { name: "Go on to the group" }));
    await page.getByRole("heading", { name: "Who came?" }).waitFor();
    await look("a roll");
    const members = await page.locator(".member").all();
    for (const [at, member] of members.entries()) {
      await member.locator(`input[value="${at === 0 ? "did_not_come" : "came"}"]`).check({ force: true });
    }
    await page.getByLabel("Words for everybody").fill("Soup from what was in the garden.");
    await send(page, "Save");
    await page.getByText("Who came is kept in each record.").waitFor();
    assert.equal(await page.getByText(/^Came,/).count(), members.length - 1);
    await look("a roll that was called");

    // The profile, to print.
    await person(page, "Gordon Wells");
    await go(page, page.getByRole("link", { name: "Print", exact: true }));
    await look("the profile");
    await page.emulateMedia({ media: "print" });
    await shot(page, `monday ${viewport} the profile printed`);
    await page.emulateMedia({ media: null });
  });
}

walk("A connector's Monday with the keyboard alone", { viewport: "desktop", timeout: 180_000, statuses: [422] }, async ({ page }) => {
  await signIn(page, "Amina, connector");
  const reach = async (name, role = "link") => {
    for (let at = 0; at < 250; at += 1) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const each = document.activeElement;
        return { words: each?.textContent?.trim() ?? "", role: each?.tagName === "A" ? "link" : (each?.tagName ?? "").toLowerCase() };
      });
      if (here.words === name && (role !== "link" || here.role === "link")) return;
    }
    assert.fail(`Tab does not reach ${name} on ${page.url()}`);
  };
  const follow = async (name) => {
    await reach(name);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  };
  await follow("My week");
  await follow("Plan a group");
  const tabTo = async (field) => {
    for (let at = 0; at < 120; at += 1) {
      if (await page.evaluate((name) => document.activeElement?.getAttribute("name") === name, field)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach ${field}`);
  };
  await tabTo("place");
  await page.keyboard.type("Cooking by keyboard");
  await page.locator("[name=on]").evaluate((each, value) => (each.value = value), day(1));
  await tabTo("expected");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await reach("Plan it", "button");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if ((await page.getByText("send it again to have it all the same").count()) > 0) {
    await reach("Plan it", "button");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  }
  if ((await page.getByRole("link", { name: "Go on to the group" }).count()) > 0) await follow("Go on to the group");
  for (const member of await page.locator(".member").all()) {
    const name = await member.locator("input[type=radio]").first().getAttribute("name");
    await tabTo(name);
    await page.keyboard.press("Space");
  }
  await reach("Save", "button");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.getByText("Who came is kept in each record.").waitFor();
  await axe(page, "a roll called by keyboard");
});
