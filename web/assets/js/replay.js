// @ts-check
// Plays the relationship maps of a person one after the other: a button that plays and pauses, and a slider over their
// days. Each map is fetched as the page that it is and put in the place of the one shown. Everything works without it:
// the same maps are links on the page.

/** Milliseconds for which each map stays while they are played. */
const STAY = 2600;
/** Milliseconds in which somebody moves from one place to the next. */
const GLIDE = 700;

/** @param {HTMLElement} player */
function begin(player) {
  const maps = (player.dataset.maps ?? "").split("\n").map((line) => {
    const gap = line.indexOf(" ");
    return { href: line.slice(0, gap), day: line.slice(gap + 1) };
  });
  const button = /** @type {HTMLButtonElement} */ (document.getElementById("play"));
  const slider = /** @type {HTMLInputElement} */ (document.getElementById("when"));
  const said = /** @type {HTMLElement} */ (document.getElementById("player-said"));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Map<string, Promise<Document>>} */
  const pages = new Map();
  let at = Math.max(0, maps.findIndex(({ href }) => href === location.pathname));
  /** The map that was asked for last: what arrives late for another is not shown. */
  let wanted = at;
  /** @type {number | undefined} */
  let timer;
  let playing = false;

  /** @param {string} href */
  function page(href) {
    const known = pages.get(href);
    if (known) return known;
    const asked = fetch(href, { headers: { accept: "text/html" } }).then(async (answer) => {
      if (!answer.ok || answer.redirected) throw new Error("no map");
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    });
    pages.set(href, asked);
    return asked;
  }

  /** Where everybody stands in the picture, by name; of two with one name, neither. @param {ParentNode} of */
  function places(of) {
    /** @type {Map<string, { el: SVGElement, x: number, y: number } | null>} */
    const found = new Map();
    for (const label of of.querySelectorAll("svg.rings .name")) {
      const el = /** @type {SVGElement} */ (label.parentElement);
      const name = el.querySelector("title")?.textContent?.split(":")[0] ?? "";
      const place = { el, x: Number(label.getAttribute("x")), y: Number(label.getAttribute("y")) };
      found.set(name, found.has(name) ? null : place);
    }
    return found;
  }

  /** @param {ReturnType<typeof places>} before */
  function glide(before) {
    if (still.matches) return;
    for (const [name, now] of places(document)) {
      if (!now) continue;
      const was = before.get(name);
      if (was === undefined) now.el.animate([{ opacity: 0 }, { opacity: 1 }], GLIDE);
      else if (was) {
        const from = `translate(${was.x - now.x}px, ${was.y - now.y}px)`;
        now.el.animate([{ transform: from }, { transform: "none" }], { duration: GLIDE, easing: "ease-in-out" });
      }
    }
  }

  /** The days and the button as they are now. */
  function tell() {
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", `${maps[at].day}, map ${at + 1} of ${maps.length}`);
    player.classList.toggle("on", playing);
  }

  /** @param {number} to */
  async function show(to) {
    wanted = to;
    const { href } = maps[to];
    let shown;
    try {
      shown = await page(href);
    } catch {
      pages.delete(href);
      pause();
      tell();
      said.textContent = "This map could not be fetched. Try again, or use the days above.";
      return;
    }
    if (wanted !== to) return;
    const before = places(document);
    for (const part of [...document.querySelectorAll("[data-turns]"), ...document.querySelectorAll("main .top")]) {
      const turns = part.getAttribute("data-turns");
      const other = shown.querySelector(turns ? `[data-turns="${turns}"]` : "main .top");
      if (other) part.replaceWith(document.importNode(other, true));
    }
    document.title = shown.title;
    history.replaceState(history.state, "", href);
    at = to;
    glide(before);
    said.textContent = document.getElementById("map-caption")?.textContent ?? "";
    tell();
    if (to + 1 < maps.length) page(maps[to + 1].href).catch(() => pages.delete(maps[to + 1].href));
    if (playing) {
      if (to + 1 < maps.length) timer = window.setTimeout(() => show(to + 1), STAY);
      else pause();
    }
  }

  function pause() {
    clearTimeout(timer);
    playing = false;
    tell();
  }

  button.addEventListener("click", () => {
    if (playing) {
      pause();
      return;
    }
    playing = true;
    tell();
    show(at + 1 < maps.length ? at + 1 : 0);
  });
  slider.addEventListener("input", () => {
    // Before the player pauses: it tells the slider where the page still stands.
    const to = Number(slider.value);
    pause();
    slider.value = String(to);
    show(to);
  });
  // A browser that goes back fills the slider after the page was drawn.
  window.addEventListener("pageshow", tell);

  said.textContent = document.getElementById("map-caption")?.textContent ?? "";
  player.hidden = false;
  tell();
}

const player = document.getElementById("player");
if (player) begin(player);
