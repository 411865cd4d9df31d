// @ts-check
// Saves what is typed into a form with words, some moments after typing stops and when the page is left, so
// that the form holds it when it is opened again. Everything works without it, and the server fills the form.

/** Milliseconds without a keystroke after which it is saved. */
const PAUSE = 1500;
/** Bytes that a browser still sends when a page is closed. */
const LAST_BREATH = 60000;

/**
 * @param {HTMLFormElement} form
 */
function watch(form) {
  /** @type {number | undefined} */
  let timer;
  let changed = false;
  let sent = false;
  let leaving = new AbortController();
  const said = document.createElement("p");
  said.className = "drafted soft small";
  said.setAttribute("role", "status");
  form.append(said);

  /** @param {boolean} last */
  async function save(last) {
    clearTimeout(timer);
    if (!changed || sent) return;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !name.startsWith("password")) body.append(name, value);
    }
    const keepalive = last && body.toString().length < LAST_BREATH;
    changed = false;
    leaving = new AbortController();
    try {
      const answer = await fetch("/drafts", { method: "POST", body, keepalive, signal: leaving.signal });
      changed = changed || !answer.ok;
      said.textContent = answer.status === 204 ? "Saved just now, for you alone. Not sent yet." : "";
    } catch {
      changed = true;
      said.textContent = sent ? "" : "Not saved just now: there is no connection. It stays on this page.";
    }
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => save(false), PAUSE);
  });
  form.addEventListener("submit", () => {
    // What is sent is not saved once more behind it.
    sent = true;
    clearTimeout(timer);
    leaving.abort();
  });
  window.addEventListener("pagehide", () => save(true));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) sent = false;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
}

for (const mark of document.querySelectorAll('input[name="drafted_as"]')) {
  const form = /** @type {HTMLInputElement} */ (mark).form;
  if (form) watch(form);
}
