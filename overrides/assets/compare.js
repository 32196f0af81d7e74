// @ts-check
// Two languages side by side, paragraph by paragraph, and one sentence marked in both.
// The other text comes from that language's own page, which has its notes on terms too.
// Without this script the page leads to the same paragraph in each language.

/** @type {Record<string, string>} */
export const words = JSON.parse(document.getElementById("article-words")?.textContent ?? "{}");
const KEY = "galley-with";
const BLOCK = /^(title|[phcn]\d+)$/;
const HEADS = ["kicker", "subtitle", "byline"];

export const bar = /** @type {HTMLElement | null} */ (document.querySelector(".compare"));
export const piece = /** @type {HTMLElement | null} */ (document.querySelector(".piece"));

/** @param {string} [text] */
export function say(text = "") {
  const state = bar?.querySelector(".compare-state");
  if (state) state.textContent = text;
}

/** @type {Element[]} */
let lit = [];

/**
 * Mark a sentence, a section head or a paragraph in both languages, and nothing else.
 * @param {string} [id]
 */
export function light(id = "") {
  lit.forEach((one) => one.classList.remove("lit"));
  lit = [id, `with-${id}`].flatMap((name) => document.getElementById(name) ?? []);
  lit.forEach((one) => one.classList.add("lit"));
}

/**
 * The anchor of what is read at an element, the same in either column; empty between sentences.
 * @param {EventTarget | null} at
 */
export function anchorOf(at) {
  const found = at instanceof Element ? at.closest(".s, .piece > h2[id], .pair-h2") : null;
  return found?.id.replace(/^with-/, "") ?? "";
}

/** @param {HTMLElement} bar @param {HTMLElement} piece */
function start(bar, piece) {
  const buttons = new Map([...bar.querySelectorAll("button")].map((one) => [one.value, one]));
  let chosen = "";

  /** @param {Element} element */
  const nameOf = (element) =>
    BLOCK.test(element.id) ? element.id : (HEADS.find((name) => element.classList.contains(name)) ?? "");

  /** Change the page and keep the paragraph that is being read where it was. @param {() => void} change */
  function keepingPlace(change) {
    const read = [...piece.children].find((one) => nameOf(one) && one.getBoundingClientRect().bottom > 0);
    const before = read?.getBoundingClientRect().top ?? 0;
    change();
    if (read && scrollY > 0) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
  }

  function alone() {
    piece.classList.remove("paired");
    piece.querySelectorAll(".paired-own").forEach((one) => one.classList.remove("paired-own"));
    piece.querySelectorAll(".pair, .pair-notice").forEach((one) => one.remove());
  }

  /** @param {Element} twin @param {string} name @param {string} language */
  function copyOf(twin, name, language) {
    const copy = document.createElement("p"); // a headline that stands twice would be two headlines
    copy.className = `${twin.className} pair pair-${twin.localName}`;
    copy.lang = twin.getAttribute("lang") || language;
    copy.append(...document.importNode(twin, true).childNodes);
    copy.querySelectorAll("[id]").forEach((part) => (part.id = `with-${part.id}`));
    copy.id = `with-${name}`;
    return copy;
  }

  /** @param {string} language */
  async function pair(language) {
    const answer = await fetch(buttons.get(language)?.dataset.page ?? "");
    if (!answer.ok) throw new Error(answer.statusText);
    const other = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".piece");
    if (!other) throw new Error("no article");
    if (chosen !== language) return; // the reader has changed their mind
    const twins = new Map([...other.children].map((one) => [nameOf(one), one]));
    keepingPlace(() => {
      alone();
      for (const block of [...piece.children]) {
        const name = nameOf(block);
        const twin = name && twins.get(name);
        if (!twin) continue;
        block.classList.add("paired-own");
        block.after(copyOf(twin, name, language));
      }
      for (const notice of other.querySelectorAll(":scope > .notice")) {
        const copy = copyOf(notice, "notice", language);
        copy.className = "notice pair-notice";
        copy.removeAttribute("id");
        bar.after(copy);
      }
      piece.classList.add("paired");
    });
  }

  /** @param {string} language empty for one language alone @param {boolean} [keep] */
  async function choose(language, keep = true) {
    chosen = language;
    say();
    try {
      if (language) await pair(language);
      else keepingPlace(alone);
    } catch {
      chosen = "";
      say(words["compare-failed"]);
    }
    buttons.forEach((button, name) => button.setAttribute("aria-pressed", String(name === chosen)));
    if (keep && chosen === language) remember(language);
  }

  /** @param {string} language */
  function remember(language) {
    const url = new URL(location.href);
    if (language) url.searchParams.set("with", language);
    else url.searchParams.delete("with");
    try {
      if (url.href !== location.href) history.replaceState(null, "", url);
      localStorage.setItem(KEY, language);
    } catch {
      // Storage is blocked: the choice lasts for this page, and for its address.
    }
  }

  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  buttons.forEach((button, name) => button.addEventListener("click", () => choose(chosen === name ? "" : name)));
  bar.hidden = !buttons.size; // a site in one language has nothing to put beside it
  const anchor = () => document.getElementById(location.hash.slice(1));
  const asked = new URLSearchParams(location.search).get("with");
  const first = asked ?? remembered() ?? "";
  if (buttons.has(first)) {
    // The paragraph that the address names has moved.
    choose(first).then(() => location.hash && anchor()?.scrollIntoView({ behavior: "instant" }));
  }

  // The sentence under the pointer or the focus, and its counterpart.
  const sentences = /** @type {HTMLElement[]} */ ([...piece.querySelectorAll(".s")]);
  sentences.forEach((one, number) => (one.tabIndex = number ? -1 : 0));
  piece.addEventListener("pointerover", (event) => piece.matches(".paired") && light(anchorOf(event.target)));
  piece.addEventListener("pointerleave", () => light(anchorOf(document.activeElement)));
  piece.addEventListener("focusin", (event) => {
    if (event.target === piece) return; // a click between what can be reached
    light(anchorOf(event.target));
    const now = document.getElementById(anchorOf(event.target));
    if (now?.matches(".s")) sentences.forEach((one) => (one.tabIndex = one === now ? 0 : -1));
  });
  piece.addEventListener("focusout", () => light(anchorOf(piece.querySelector(".paired .s:hover"))));
  piece.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
    const now = sentences.findIndex((one) => one.id === anchorOf(event.target));
    if (!step || now < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const next = sentences[now + step];
    if (!next) return;
    event.preventDefault();
    next.tabIndex = 0;
    next.focus();
  });
}

if (bar && piece) start(bar, piece);
