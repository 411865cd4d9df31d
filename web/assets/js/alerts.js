// @ts-check
// Looks again and again whether somebody of the team who is out alone is to be looked for, and says so at the top of
// a page that is open already. Without it, the next page says so.

/** Milliseconds between two looks. */
const EVERY = 60_000;
/** Milliseconds after the last touch of a page when it is left alone: looking keeps nobody signed in for good. */
const UNTOUCHED = 8 * 60 * 60_000;

const place = document.getElementById("alerts");
const title = document.title;
let touched = Date.now();
for (const kind of ["pointerdown", "keydown"]) {
  window.addEventListener(kind, () => (touched = Date.now()), { passive: true });
}

/** @param {HTMLElement} place */
async function look(place) {
  if (!navigator.onLine || Date.now() - touched > UNTOUCHED) return;
  try {
    const answer = await fetch("/out/alerts", { redirect: "error", headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const said = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    // What stands there already is not said again.
    if (said.textContent?.trim() === place.textContent?.trim()) return;
    place.replaceChildren(...said.childNodes);
    document.title = place.childElementCount > 0 ? `(${place.childElementCount}) ${title}` : title;
  } catch {
    // There is no connection, or nobody is signed in any more: the next look, or the next page, says it.
  }
}

if (place) {
  window.setInterval(() => look(place), EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look(place);
  });
}
