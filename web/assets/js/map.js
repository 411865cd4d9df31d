// @ts-check
// Lets people be picked up on the picture beside a map's form, and put down in another circle or part of life. It
// changes the form's own fields and sends nothing. Everything works without it: the same fields stand in the form.

/** Pixels by which a finger may miss somebody. */
const REACH = 22;
/** Pixels that a press must move to be a drag. */
const SLIP = 4;
/** Degrees clockwise from three o'clock where the first part of life begins; each has a third of the circle. */
const FIRST = 150;
/** Units kept clear on either side of a circle's edge. */
const CLEAR = 12;

/** @typedef {{ el: Element, code: string, rim: number, inner: number, stage: string, only?: string }} Ring */
/** @typedef {{ el: SVGGElement, id: string, x: number, y: number, home: DOMPoint, box: DOMRect }} Somebody */

/**
 * @param {SVGSVGElement} svg
 * @param {HTMLFormElement} form
 */
function begin(svg, form) {
  const line = /** @type {HTMLElement} */ (document.getElementById("map-said"));
  const parts = [...svg.querySelectorAll("text[data-sector]")];
  /** @type {Ring[]} */
  const rings = [...svg.querySelectorAll("[data-ring]")]
    .map((el) => {
      const { ring = "", stage = "", only } = /** @type {SVGElement} */ (el).dataset;
      return { el, code: ring, rim: Number(el.getAttribute("r")), inner: 0, stage, only };
    })
    .sort((a, b) => a.rim - b.rim);
  const middle = /** @type {SVGGraphicsElement} */ (svg.querySelector(".centre"));
  rings.forEach((ring, at) => (ring.inner = at > 0 ? rings[at - 1].rim : middle.getBBox().width / 2));
  const fixed = [middle, .../** @type {SVGGraphicsElement[]} */ ([...svg.querySelectorAll("text.ring-name")])].map((el) => el.getBBox());
  /** @type {{ one: Somebody, from: DOMPoint, x: number, y: number, moved: boolean } | undefined} */
  let drag;

  const people = [.../** @type {NodeListOf<SVGGElement>} */ (svg.querySelectorAll("[data-entry]"))].map((el) => {
    const dot = /** @type {SVGCircleElement} */ (el.querySelector("circle"));
    const home = new DOMPoint(dot.cx.baseVal.value, dot.cy.baseVal.value);
    // A finger needs more than the dot to hold on to.
    const hold = /** @type {SVGCircleElement} */ (dot.cloneNode());
    hold.setAttribute("class", "hold");
    hold.setAttribute("r", String(REACH / (svg.getScreenCTM()?.a || 1)));
    /** @type {Somebody} */
    const one = { el, id: el.dataset.entry ?? "", x: home.x, y: home.y, home, box: el.getBBox() };
    el.prepend(hold);
    el.setAttribute("tabindex", "0");
    el.setAttribute("role", "button");
    el.setAttribute("aria-describedby", "map-how");
    return one;
  });

  /** @param {Somebody} one @param {string} name */
  const field = (one, name) => /** @type {HTMLSelectElement} */ (form.elements.namedItem(`${name}-${one.id}`));
  /** @param {HTMLSelectElement} select */
  const chosen = (select) => select.selectedOptions[0]?.text ?? "";
  /** @param {Somebody} one */
  const row = (one) => field(one, "name").closest("li");

  /** Which circle and part of life a place lies in. @param {number} x @param {number} y */
  function at(x, y) {
    const ring = rings.find(({ rim }) => Math.hypot(x, y) <= rim) ?? rings[rings.length - 1];
    const turn = ((Math.atan2(y, x) * 180) / Math.PI + 720 - FIRST) % 360;
    const part = Math.floor(turn / 120);
    return { ring, part, sector: ring.only ?? /** @type {SVGElement} */ (parts[part]).dataset.sector ?? "" };
  }

  /** The free place nearest to one, in a circle and a part of life. @param {Somebody} one @param {number} x @param {number} y @param {Ring} ring @param {number} part */
  function free(one, x, y, ring, part) {
    const view = svg.viewBox.baseVal;
    const taken = people.filter((other) => other !== one).map(({ box, home, x, y }) => new DOMRect(box.x + x - home.x, box.y + y - home.y, box.width, box.height));
    taken.push(...fixed);
    let best = { x, y, cost: Infinity };
    const [from, to] = ring.only ? [0, 355] : [FIRST + 120 * part + 5, FIRST + 120 * part + 115];
    for (let far = ring.inner + CLEAR; far <= ring.rim - CLEAR; far += 6) {
      for (let turn = from; turn <= to; turn += 5) {
        const there = { x: far * Math.cos((turn * Math.PI) / 180), y: far * Math.sin((turn * Math.PI) / 180) };
        const [left, top] = [one.box.x + there.x - one.home.x, one.box.y + there.y - one.home.y];
        const [right, foot] = [left + one.box.width, top + one.box.height];
        const hits = taken.filter((box) => left < box.right && box.left < right && top < box.bottom && box.top < foot).length;
        const outside = left < view.x || right > view.x + view.width || foot > view.y + view.height ? 1 : 0;
        const cost = Math.hypot(there.x - x, there.y - y) + 1000 * (hits + outside);
        if (cost < best.cost) best = { ...there, cost };
      }
    }
    return best;
  }

  /** @param {Somebody} one @param {{ x: number, y: number }} to */
  function move(one, { x, y }) {
    [one.x, one.y] = [x, y];
    one.el.setAttribute("transform", `translate(${x - one.home.x} ${y - one.home.y})`);
    svg.querySelector(`[data-tie="${one.id}"]`)?.setAttribute("d", `M0 0L${x} ${y}`);
  }

  /** As `move`, but seen to go there, for whoever does not mind. @param {Somebody} one @param {{ x: number, y: number }} to */
  function glide(one, to) {
    const before = `translate(${one.x - one.home.x}px, ${one.y - one.home.y}px)`;
    move(one, to);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    one.el.animate([{ transform: before }, { transform: `translate(${to.x - one.home.x}px, ${to.y - one.home.y}px)` }], 150);
  }

  /** Makes what is drawn and read of somebody what their fields say. @param {Somebody} one */
  function tell(one) {
    const { ring } = at(one.x, one.y);
    if (!("known" in one.el.dataset)) one.el.setAttribute("class", ring.stage);
    const name = field(one, "name").value.trim() || "Somebody new";
    const where = `${chosen(field(one, "ring"))}, ${chosen(field(one, "sector"))}`;
    one.el.setAttribute("aria-label", `${name}: ${where}`);
    const said = row(one)?.querySelector("summary .small");
    if (said) said.textContent = ["ring", "tie", "frequency"].map((each) => chosen(field(one, each))).join(" · ");
    return `${name}: ${where}.`;
  }

  /** Puts somebody down. @param {Somebody} one @param {number} x @param {number} y */
  function put(one, x, y) {
    const { ring, part, sector } = at(x, y);
    glide(one, free(one, x, y, ring, part));
    const [circle, life] = [field(one, "ring"), field(one, "sector")];
    const changed = circle.value !== ring.code || life.value !== sector;
    [circle.value, life.value] = [ring.code, sector];
    if (changed) circle.dispatchEvent(new Event("input", { bubbles: true }));
    if (changed) outdated();
    line.textContent = tell(one) + (changed ? " Not saved yet." : "");
  }

  /** The sentence below the picture counts whom the server drew. */
  function outdated() {
    svg.parentElement?.querySelector("figcaption")?.setAttribute("hidden", "");
  }

  /** Moves somebody to where their fields say that they stand. @param {Somebody} one */
  function follow(one) {
    const now = at(one.x, one.y);
    const ring = rings.find(({ code }) => code === field(one, "ring").value) ?? now.ring;
    const wanted = parts.findIndex((part) => /** @type {SVGElement} */ (part).dataset.sector === field(one, "sector").value);
    const part = wanted < 0 || ring.only ? now.part : wanted;
    if (ring !== now.ring || part !== now.part) {
      const turn = part === now.part ? Math.atan2(one.y, one.x) : ((FIRST + 120 * part + 60) * Math.PI) / 180;
      const far = (ring.inner + ring.rim) / 2;
      glide(one, free(one, far * Math.cos(turn), far * Math.sin(turn), ring, part));
    }
    tell(one);
  }

  /** Shows where somebody would be put down; nowhere when there is nobody. @param {{ ring: Ring, sector: string }} [there] */
  function aim(there) {
    for (const { el, code } of rings) el.classList.toggle("aim", code === there?.ring.code);
    for (const part of parts) part.classList.toggle("aim", /** @type {SVGElement} */ (part).dataset.sector === there?.sector);
  }

  /** A place on the screen, in the picture's units. @param {PointerEvent} event */
  const place = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());

  function letGo() {
    drag?.one.el.classList.remove("held");
    drag = undefined;
    aim();
  }

  svg.addEventListener("pointerdown", (event) => {
    const from = place(event);
    const near = REACH / (svg.getScreenCTM()?.a || 1);
    const far = (/** @type {Somebody} */ one) => Math.hypot(one.x - from.x, one.y - from.y);
    const one = [...people].sort((a, b) => far(a) - far(b))[0];
    if (drag || !event.isPrimary || event.button !== 0 || !one || far(one) > near) return;
    event.preventDefault();
    one.el.focus({ preventScroll: true });
    svg.setPointerCapture(event.pointerId);
    drag = { one, from, x: one.x, y: one.y, moved: false };
  });
  // Not every browser heeds `touch-action` inside a picture. Where nobody is held, the finger scrolls.
  const hold = (/** @type {TouchEvent} */ event) => drag && event.preventDefault();
  svg.addEventListener("touchstart", hold, { passive: false });
  svg.addEventListener("touchmove", hold, { passive: false });
  svg.addEventListener("pointermove", (event) => {
    if (!drag || !event.isPrimary) return;
    const to = place(event);
    const [x, y] = [to.x - drag.from.x, to.y - drag.from.y];
    if (!drag.moved && Math.hypot(x, y) * (svg.getScreenCTM()?.a || 1) < SLIP) return;
    drag.moved = true;
    drag.one.el.classList.add("held");
    move(drag.one, { x: drag.x + x, y: drag.y + y });
    aim(at(drag.one.x, drag.one.y));
  });
  svg.addEventListener("pointerup", (event) => {
    if (!drag || !event.isPrimary) return;
    const { one, moved } = drag;
    letGo();
    if (moved) put(one, one.x, one.y);
    else line.textContent = tell(one);
  });
  function back() {
    if (drag) glide(drag.one, drag);
    letGo();
  }
  svg.addEventListener("pointercancel", back);
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape") back();
  });

  svg.addEventListener("keydown", (event) => {
    const one = people.find(({ el }) => el === event.target);
    if (!one || drag || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      const all = row(one)?.querySelector("details");
      if (all) all.open = true;
      field(one, "ring").focus();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const now = rings.indexOf(at(one.x, one.y).ring);
      const ring = rings[Math.min(Math.max(now + (event.key === "ArrowUp" ? -1 : 1), 0), rings.length - 1)];
      const [far, turn] = [(ring.inner + ring.rim) / 2, Math.atan2(one.y, one.x)];
      put(one, far * Math.cos(turn), far * Math.sin(turn));
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const turn = Math.atan2(one.y, one.x) + ((event.key === "ArrowRight" ? 120 : -120) * Math.PI) / 180;
      const far = Math.hypot(one.x, one.y);
      put(one, far * Math.cos(turn), far * Math.sin(turn));
    } else return;
    event.preventDefault();
  });

  /** Whose field an event is about, and its name. @param {Event} event @returns {[string, Somebody | undefined]} */
  function about(event) {
    const name = /** @type {HTMLInputElement} */ (event.target).name ?? "";
    return [name, people.find(({ id }) => name.endsWith(`-${id}`))];
  }
  form.addEventListener("input", (event) => {
    const [name, one] = about(event);
    if (!one || !name.startsWith("name-")) return;
    const words = field(one, "name").value.trim() || "Somebody new";
    const label = /** @type {SVGTextElement} */ (one.el.querySelector("text"));
    label.textContent = words.length > 16 ? `${words.slice(0, 15)}…` : words;
    const title = row(one)?.querySelector("summary b");
    if (title) title.textContent = words;
    tell(one);
  });
  form.addEventListener("change", (event) => {
    const [, one] = about(event);
    if (!one) return;
    outdated();
    follow(one);
  });
  // A browser that goes back fills fields after the page was drawn.
  window.addEventListener("pageshow", () => people.forEach(follow));

  svg.setAttribute("role", "group");
  svg.classList.add("live");
  document.getElementById("map-still")?.setAttribute("hidden", "");
  document.getElementById("map-moved")?.removeAttribute("hidden");
}

const drawn = /** @type {SVGSVGElement | null} */ (document.querySelector("svg.changing"));
const asked = document.getElementById("mapform");
if (drawn && asked instanceof HTMLFormElement) begin(drawn, asked);
