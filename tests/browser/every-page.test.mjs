// Every page of every role, reached by links alone: axe in light and dark, nothing wider than the smallest screen, and on
// paper nothing that can only be pressed. With KITH_PICTURES=1 a picture of each is kept, in light, in dark and as printed;
// KITH_PICTURES=phone (or tablet, desktop) takes those on screen at that size.
// Which pages there are stands in pages.txt, which a test of the router keeps true. One of them that nobody reaches
// fails, because a page without a way to it is no page.
//
// Links are gathered first, from many records of each kind, since what a record offers depends on how far it has come;
// each kind of page is then looked at once. The demo's cases have all come past their referral, so some are begun here,
// one for each step. What is wrong is gathered, so that one run tells all of it.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { startKith as start } from "./demo.mjs";
import { aside, axe, fits, pictures, printed, signIn, walk } from "./kith.mjs";

const people = ["Amina, connector", "Rosa, team lead", "Claire, commissioner", "Dev, finance", "Sam, administrator", "Grace, safeguarding lead"];

/** Pages that no link of this demo leads to, each with its reason. Those of a record are looked at all the same. */
const without = {
  "/first-run/{secret}": "its link is printed once, where nobody can sign in: looked at below",
  "/engagements/{id}/ending-answer": "offered while an early ending is asked for: tests/it/pages/lead.rs",
  "/safeguarding/{id}/action": "what to do next is offered once a concern is somebody's: tests/it/pages/safeguarding",
  "/imports/{id}/rows": "follows the form that says what the columns mean: looked at below",
  "/out/alerts": "lines that a page which is open asks for, no page of its own: tests/it/pages/outing.rs",
  "/introductions/new": "leads on to the introduction of a person, who is said in the address",
  "/people/{id}/meet-ups/new": "leads on to the meet-up of the person's engagement",
  "/relationships/{id}/checks/new": "offered around the day on which a check is due: tests/it/pages/relationship.rs",
  "/relationships/{id}/concerns/closing": "offered while a worry is all that is in the way: tests/it/pages/relationship.rs",
  "/team/caseloads/{colleague}/moving": "follows the form on which cases are chosen: friday.test.mjs",
  "/team/referrals/giving": "follows the form on which referrals are ticked: tests/it/pages/referrals.rs",
  "/safeguarding/{id}/destruction": "offered once the time of a concern is over, which none of the demo has reached: tests/it/pages/safeguarding",
  "/safeguarding/{id}/keeping": "offered once the time of a concern is over, which none of the demo has reached: tests/it/pages/safeguarding",
};

/** Records of one kind whose links are gathered, at most, and how many are asked for at a time. */
const enough = 40;
const together = 4;

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const leavesAFile = /\.(xlsx|csv|json)$|\/documents\/[^/]+\/file$|^\/assets|^\/sign-out|^\/api\//;

const pages = readFileSync(new URL("pages.txt", import.meta.url), "utf8").trim().split("\n").map((line) => line.split(" ")[0]);
const routes = pages.map((route) => [route, new RegExp(`^${route.replaceAll(/\{\w+\}/g, uuid)}$`)]);
const reached = new Set(["/sign-in"]);

// One kind of page: its route, and what it is asked for by name.
const routeOf = (url) => routes.find(([, shape]) => shape.test(url.pathname))?.[0];
const kind = (url) => `${routeOf(url) ?? url.pathname}?${[...url.searchParams.keys()].sort().join("&")}`;

const unescaped = (text) => text.replaceAll("&#38;", "&").replaceAll("&amp;", "&").replaceAll("&#34;", '"').replaceAll("&#39;", "'");

/** One address of each kind that links lead to, and what answered wrongly on the way. */
async function gather(page, starts) {
  const origin = new URL(page.url()).origin;
  const [first, counts, known, wrong] = [new Map(), new Map(), new Set(), []];
  let waiting = starts.map((path) => new URL(path, origin));
  const isWanted = (url) => {
    const count = counts.get(kind(url)) ?? 0;
    if (known.has(url.href) || count >= enough) return false;
    known.add(url.href);
    counts.set(kind(url), count + 1);
    if (!first.has(kind(url))) first.set(kind(url), url);
    return true;
  };
  const linksOf = async (url) => {
    const answer = await page.request.get(url.href);
    if (answer.status() !== 200) wrong.push(`${kind(url)} answers ${answer.status()}`);
    const hrefs = [...(await answer.text()).matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, href]) => new URL(unescaped(href), answer.url()));
    for (const link of hrefs) link.hash = "";
    return hrefs.filter((link) => link.origin === origin && !leavesAFile.test(link.pathname));
  };
  while (waiting.length > 0) {
    const next = [];
    const wanted = waiting.filter(isWanted);
    for (let at = 0; at < wanted.length; at += together) next.push(...(await Promise.all(wanted.slice(at, at + together).map(linksOf))).flat());
    waiting = next;
  }
  return { first, wrong, gathered: known.size };
}

const ago = (days) => new Date(Date.now() - days * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/London" });

/**
 * Begins a case for each step between a referral and work that rests, and introductions of the one that is at work, as
 * a connector does, through the API.
 */
async function beginCases(page) {
  const me = await (await page.request.get("/api/v1/me")).json();
  const ask = async (to, id, command) => {
    const commands = [{ command_id: randomUUID(), ask: { to, id, command } }];
    const answer = await page.request.post("/api/v1/commands", { data: { commands }, headers: { "x-kith-csrf": me.csrf } });
    assert.ok(answer.ok(), `${command.do} is answered with ${answer.status()}`);
    const [outcome] = (await answer.json()).outcomes;
    assert.equal(outcome.outcome, "done", `${command.do}: ${JSON.stringify(outcome.problem)}`);
  };
  const contract = async (engagement) => {
    const form = await (await page.request.get(`/engagements/${engagement}/funding`)).text();
    return form.match(new RegExp(`name="contract_id"[^>]*value="(${uuid})"`))?.[1] ?? form.match(new RegExp(`value="(${uuid})"[^>]*name="contract_id"`))?.[1];
  };
  const steps = [
    { do: "AllocateConnector", connector: me.account_id },
    { do: "StartScreening", started_on: ago(38) },
    { do: "DecideEligibility", decided_on: ago(37), eligible: true, rule: "Adult of the area" },
    { do: "RequestConsent", requested_on: ago(36) },
    { do: "NoteConsent" },
    { do: "SeekFunding", sought_on: ago(35) },
    { do: "NoteFunding" },
    { do: "Agree", kind: "six_months", term_start: ago(30), term_end: ago(-150), minutes_per_week: 120, goals: [] },
    { do: "Start", started_on: ago(30) },
    { do: "Pause", reason: "illness", paused_on: ago(3), review_on: ago(-10) },
  ];
  for (let far = 0; far <= steps.length; far += 1) {
    const [person_id, engagement_id] = [randomUUID(), randomUUID()];
    await ask("person", person_id, { do: "Register", person_id, kind: "supported", details: { name: `Winifred Step${"abcdefghijkl"[far]}` } });
    await ask("engagement", engagement_id, { do: "ReceiveReferral", engagement_id, person_id, source: "social_worker", received_on: ago(40) });
    for (const step of steps.slice(0, far)) {
      if (step.do === "NoteConsent") await ask("person", person_id, { do: "GiveConsent", scope: "take_part", given_on: ago(36), how: "spoken" });
      const funding = { contract_id: "", route: "direct_payment", rate: 274_000, budget: 213_720, covers_from: ago(30), covers_to: ago(-150) };
      const command = step.do === "NoteFunding" ? { ...step, funding: { ...funding, contract_id: await contract(engagement_id) } } : step;
      await ask("engagement", engagement_id, command);
    }
    if (steps[far - 1]?.do === "Start") await beginIntroductions(ask, person_id, engagement_id);
  }
}

/** Introductions of one person: arranged, met, met often, and one that a team lead is asked to sign. */
async function beginIntroductions(ask, person_id, engagement_id) {
  const contact = (days) => ({ contact_id: randomUUID(), on: ago(days), presence: "absent", initiative: "person", setting: "out_and_about", source: "person" });
  const steps = [
    { do: "Agree", party: "person", how: "spoken", agreed_on: ago(24) },
    { do: "Agree", party: "other", how: "spoken", agreed_on: ago(24) },
    { do: "Arrange", meeting: { on: ago(20) } },
    { do: "RecordMeeting", met_on: ago(20) },
    { do: "LogContact", contact: contact(16) },
    { do: "LogContact", contact: contact(12) },
    { do: "LogContact", contact: contact(8) },
    { do: "Consolidate", consolidated_on: ago(7) },
    { do: "AskOverride", reason: "They meet every week, and nobody writes it down." },
  ];
  for (const far of [3, 4, 7, 9]) {
    const [relationship_id, other_id] = [randomUUID(), randomUUID()];
    await ask("person", other_id, { do: "Register", person_id: other_id, kind: "community_member", details: { name: `Norman Round${"abcdefghij"[far]}` } });
    await ask("relationship", relationship_id, { do: "Propose", relationship_id, engagement_id, person_id, other_id, shared: "bowls", proposed_on: ago(25) });
    for (const step of steps.slice(0, far)) await ask("relationship", relationship_id, step);
  }
}

/** Brings a list of people, not taken in yet. */
async function bringAList(page, words = "Name,Date of birth\nGraham Stone,14/06/1971\nIvy Bloom,31/02/1980\n") {
  await page.goto("/imports");
  const buffer = Buffer.from(words);
  await page.setInputFiles("input[type=file]", { name: "people.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Look at it" }).click();
  await page.getByRole("button", { name: "See what would become of each row" }).waitFor();
}

/** Puts the records of a likely pair together, and answers the one that stays: it offers to take them apart again. */
async function putTogether(page) {
  await page.goto("/people/duplicates");
  await page.getByRole("link", { name: /Look at both/ }).first().click();
  await page.locator("[name=sure]").check({ force: true });
  await page.getByRole("button", { name: "Put them together" }).click();
  await page.waitForURL(new RegExp(`/people/${uuid}$`));
  return new URL(page.url()).pathname;
}

/** Addresses of the pages that no link leads to, for records that links of this role led to. */
function unlinked(first, origin) {
  const addresses = Object.keys(without).filter((route) => ![...first.values()].some((url) => routeOf(url) === route)).map((route) => {
    const noun = route.split("/")[1];
    const id = [...first.values()].map((url) => url.pathname.match(new RegExp(`^/${noun}/(${uuid})`))?.[1]).find(Boolean);
    return id && route.includes("{id}") ? [`${route} without a link`, new URL(route.replace("{id}", id), origin)] : undefined;
  });
  return addresses.filter(Boolean);
}

/** Kinds of page that were looked at in the dark already. */
const dark = new Set();

/** Kinds of page that a team lead looked at: a safeguarding lead, who looks after them, is shown the same there. */
const asLead = new Set();

for (const persona of people) {
  walk(`Axe finds nothing on the pages of ${persona}, and each fits 320 pixels`, { viewport: "small", timeout: 900_000 }, async ({ page, context, t }) => {
    await signIn(page, persona);
    const home = new URL(page.url()).pathname;
    if (persona === "Amina, connector") {
      await beginCases(page);
      await bringAList(page);
    }
    const begin = persona === "Rosa, team lead" ? [home, await putTogether(page)] : [home];
    const { first, wrong, gathered } = await gather(page, begin);
    for (const url of first.values()) reached.add(routeOf(url));
    const more = ["Rosa, team lead", "Grace, safeguarding lead"].includes(persona) ? unlinked(first, page.url()) : [];
    const waiting = [...first, ...more].filter(([what]) => persona !== "Grace, safeguarding lead" || !asLead.has(what));
    // Two tabs side by side: one core draws while the other is asked what it sees.
    const lookAtTheRest = async (tab) => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const [what, url] = one;
        if (persona === "Rosa, team lead") asLead.add(what);
        // In the dark a kind of page is looked at once: its colours are the same for everybody.
        const isNew = !dark.has(what);
        dark.add(what);
        try {
          const answer = await tab.goto(url.href);
          assert.equal(answer.status(), 200, `${what} answers`);
          await fits(tab);
          await axe(tab, what, { dark: isNew });
          await printed(tab, what);
        } catch (error) {
          wrong.push(error.message);
        }
        await pictures(tab, `every ${persona} ${what}`);
      }
    };
    await Promise.all([page, await context.newPage()].map(lookAtTheRest));
    t.diagnostic(`${first.size} kinds of page, by the links of ${gathered}`);
    assert.equal(wrong.length, 0, wrong.join("\n"));
  });
}

/** What every page is held to, where a walk has come to it. */
async function look(page, what) {
  await fits(page);
  await axe(page, what);
  await printed(page, what);
  await pictures(page, `every ${what}`);
}

walk("A list is looked at row by row, while it is taken in, and after", { viewport: "small", timeout: 300_000 }, async ({ page, context }) => {
  await signIn(page, "Amina, connector");
  // Enough rows that one comes upon it while it runs.
  const rows = Array.from({ length: 4500 }, (_, at) => `Verity Row${at},${1 + (at % 28)}/0${1 + (at % 9)}/19${40 + (at % 50)}`);
  await bringAList(page, `Name,Date of birth\n${rows.join("\n")}\nIvy Bloom,31/02/1980\n`);
  await look(page, "a list, what its columns say");
  await page.getByRole("button", { name: "See what would become of each row" }).click();
  await page.getByText("Nothing has been changed yet").waitFor();
  await look(page, "a list, what would become of each row");
  // The answer to the button is waited with for some seconds, in which a fast machine is done: another tab looks at
  // it from the moment it is pressed.
  const [beside, list] = [await context.newPage(), page.url()];
  const pressed = page.getByRole("button", { name: "Take them in" }).click();
  const progress = beside.getByRole("progressbar", { name: "Rows done" });
  for (let tries = 0; tries < 100 && (await progress.count()) === 0; tries += 1) {
    await beside.goto(list);
  }
  assert.equal(await progress.getAttribute("max"), "4500", "all rows that can be taken in");
  await beside.getByText("you can leave this page and come back").waitFor();
  await look(beside, "a list while it is taken in");
  await beside.close();
  await pressed;
  const finished = page.getByRole("heading", { name: "4,500 people are here now" });
  for (let tries = 0; tries < 120 && (await finished.count()) === 0; tries += 1) {
    await page.waitForTimeout(1000);
    await page.reload();
  }
  await finished.waitFor();
  await look(page, "a list that was taken in");
});

test("Where nobody can sign in yet, the link that is printed opens a page that axe finds nothing on", { timeout: 120_000 }, async (t) => {
  const empty = await start({ serve: true });
  t.after(() => empty.stop());
  await aside(empty.firstRun, async (page) => {
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look(page, "first run");
  });
});

test("Every page is reached by a link, or has a reason", () => {
  const missed = pages.filter((route) => !reached.has(route) && !(route in without));
  assert.deepEqual(missed, [], "no link leads to these");
  assert.deepEqual(Object.keys(without).filter((route) => !pages.includes(route)), [], "these are no pages any more");
});
