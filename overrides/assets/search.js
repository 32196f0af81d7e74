// @ts-check
// The search dialog, and the marks on a page that was opened from it. find.js is loaded when it is first opened,
// forms.js with Pagefind when find.js has little to show.

/** @typedef {import("./find.js") & import("./forms.js").Volumes} Find of several volumes: volumes.js */
const PAGE = 6;
const FEW = 3; // fewer results than this are joined by those with other forms of the words
const STOP = 60; // candidates looked at for one page of results
const language = document.documentElement.lang;
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("search"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("search-query"));
const state = /** @type {HTMLElement} */ (dialog.querySelector(".search-state"));
/** @type {HTMLElement | null} */
const silence = dialog.querySelector(".search-silent");
const offers = /** @type {HTMLElement} */ (dialog.querySelector(".search-offers"));
/** @type {NodeListOf<HTMLElement>} */
const lists = dialog.querySelectorAll(".search-results");
const [list, others] = lists;
const heading = /** @type {HTMLElement} */ (dialog.querySelector(".search-forms"));
const more = /** @type {HTMLButtonElement} */ (dialog.querySelector(".search-more"));
const filters = /** @type {HTMLDetailsElement} */ (dialog.querySelector(".search-filters"));
/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("galley-words")?.textContent ?? "{}");

/** @type {Promise<Find> | undefined} */
let loading;
let turn = 0;
/** @type {Promise<void>} */
let searching = Promise.resolve();
/** @type {number | undefined} */
let waiting;
let showMore = async () => {};

/** After a failure the next attempt tries again. */
function load() {
  loading ??= import(dialog.dataset.volumes === undefined ? "./find.js" : "./volumes.js").then(async (find) => (await find.load(), find));
  loading.catch(() => (loading = undefined));
  return loading;
}

/** @param {string} key @param {Record<string, string | number>} [values] */
const word = (key, values = {}) => (words[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** @param {HTMLElement} parent @param {string} tag @param {string} name @param {string} [text] */
function add(parent, tag, name, text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.textContent = text;
  parent.append(element);
  return element;
}

/** A text with its marks, and its language where that is not the page's.
 * @param {HTMLElement} parent @param {{lang: string, text: string, marks: number[][]}} line */
function addLine(parent, { lang, text, marks }) {
  if (lang !== language) parent.lang = lang;
  let done = 0;
  for (const [at, end] of marks.sort(([a], [b]) => a - b)) {
    if (end <= done) continue;
    parent.append(text.slice(done, Math.max(at, done)));
    add(parent, "mark", "", text.slice(Math.max(at, done), end));
    done = end;
  }
  parent.append(text.slice(done));
}

/** @param {import("./find.js").Hit} hit */
function addHit(hit, to = list) {
  const item = add(to, "li", "");
  const title = /** @type {HTMLAnchorElement} */ (add(item, "a", "hit-title"));
  title.href = hit.url;
  addLine(title, hit.title);
  const from = add(item, "p", "hit-paper", hit.from);
  if (hit.volume) add(from, "span", "hit-volume", hit.volume);
  for (const { url, lines } of hit.passages) {
    const link = /** @type {HTMLAnchorElement} */ (add(item, "a", "hit-passage"));
    link.href = url;
    for (const line of lines) addLine(add(link, "span", "hit-text"), line);
  }
}

/**
 * Add what has the words in other forms, and is not shown yet. These are company: without Pagefind the results stand alone.
 * @param {string} query @param {number} mine the turn of the search
 */
async function addOthers(query, mine) {
  const known = [...list.querySelectorAll("a")].map((link) => link.origin + link.pathname);
  const hits = await import("./forms.js").then(async (forms) => forms.others(query, language, new Set(known), await load())).catch(() => []);
  if (mine !== turn) return 0;
  hits.forEach((hit) => addHit(hit, others));
  heading.hidden = !hits.length;
  return hits.length;
}

/** Other queries to try. @param {{other: string, names: string[]}} found */
function offer({ other, names }) {
  offers.replaceChildren();
  for (const [key, all] of /** @type {[string, string[]][]} */ ([["search-script", other ? [other] : []], ["search-similar", names]])) {
    const line = all.length ? add(offers, "p", "", word(key)) : offers;
    for (const text of all) {
      add(line, "button", "", shortened(text)).addEventListener("click", () => {
        input.value = text;
        input.focus();
        run();
      });
    }
  }
}

/** @param {string} text */
const shortened = (text) => ([...text].length > 40 ? `${[...text].slice(0, 40).join("")}…` : text);

/** @param {string} query @param {string[]} chosen */
async function search(query, chosen) {
  const mine = (turn += 1);
  const clear = (key = "", values = {}) => {
    for (const part of [list, others, offers]) part.replaceChildren();
    more.hidden = heading.hidden = true;
    state.textContent = key && word(key, values);
  };
  if (!query && !chosen.length) return clear("search-tip");
  if (!list.childElementCount) state.textContent = word("search-wait");
  try {
    const find = await load();
    const short = shortened(query);
    const chinese = find.script(query);
    // Pagefind knows the words of the page's language, and neither phrases in quotation marks nor our filters.
    const varies = !chosen.length && find.speaks(query, language);
    const suggest = () => find.offer(query, language).then((found) => mine === turn && offer(found));
    for (const near of [false, true]) {
      const found = await find.find(query, chosen, near);
      let [next, dropped] = [0, 0];
      const page = async () => {
        /** @type {import("./find.js").Hit[]} */
        const hits = [];
        for (const stop = next + STOP; hits.length < PAGE && next < Math.min(stop, found.candidates.length); ) {
          const batch = found.candidates.slice(next, (next += PAGE - hits.length));
          const shown = await find.showAll(batch, found, language, chinese);
          hits.push(...shown);
          dropped += batch.length - shown.length;
        }
        return hits;
      };
      const hits = await page();
      if (mine !== turn) return;
      const loose = varies && !near && !found.phrases.some((one) => one.exact);
      if (!hits.length) {
        if (!loose) continue;
        clear("search-wait");
        const count = await addOthers(query, mine);
        if (mine !== turn) return;
        if (!count) continue;
        state.textContent = word("search-loose", { query: short });
        return void suggest().catch(() => {});
      }
      // Chinese words have no other forms.
      let asked = !loose || language !== "en";
      const widen = () => ((asked = true), addOthers(query, mine));
      const tell = () => {
        const rest = next < found.candidates.length;
        const count = found.candidates.length - dropped;
        state.textContent = word(near ? "search-near" : rest && !found.certain ? "search-about" : "search-found", { query: short, count });
        more.hidden = !rest && asked;
      };
      clear();
      hits.forEach((hit) => addHit(hit));
      if (hits.length < FEW && !asked) widen();
      tell();
      if (near) suggest().catch(() => {}); // there are results; that they have no company is no fault to tell of
      showMore = async () => {
        const shown = links().length;
        (await page()).forEach((hit) => mine === turn && addHit(hit));
        if (next >= found.candidates.length && !asked) await widen();
        if (mine !== turn) return;
        tell();
        (links()[shown] ?? input).focus();
      };
      return;
    }
    if (mine !== turn) return;
    clear("search-empty", { query: short });
    await suggest();
  } catch {
    if (mine === turn) clear("search-failed");
  }
}

/** Search for what is typed and chosen. */
function run() {
  clearTimeout(waiting);
  waiting = undefined;
  const chosen = [...filters.querySelectorAll("select")].flatMap((select) => select.value || []);
  filters.classList.toggle("in-use", chosen.length > 0);
  searching = search(input.value.trim(), chosen).then(sayWhoIsSilent);
  return searching;
}

/** Name the volumes that did not answer. */
async function sayWhoIsSilent() {
  const names = (await load().catch(() => null))?.silent?.() ?? [];
  if (silence) silence.textContent = names.length ? (silence.dataset.words ?? "").replace("{names}", new Intl.ListFormat(language).format(names)) : "";
}

filters.addEventListener("toggle", async () => {
  if (!filters.open || filters.querySelector("select")) return;
  try {
    const find = await load();
    const box = add(filters, "div", "search-choices");
    for (const [kind, name, rows] of await find.load(`${language}/filters.json`)) {
      if (!rows.length) continue;
      const label = add(box, "label", "", name);
      const select = add(label, "select", "");
      /** @type {HTMLSelectElement} */ (select).name = kind;
      for (const [key, text, count] of [["", word("search-any")], ...rows]) {
        const option = /** @type {HTMLOptionElement} */ (add(select, "option", "", count ? `${text} (${count})` : text));
        option.value = key;
      }
      select.addEventListener("change", run);
    }
  } catch {
    filters.open = false;
    filters.querySelector(".search-choices")?.remove();
    state.textContent = word("search-failed");
  }
});

function open() {
  if (!dialog.open) dialog.showModal();
  input.select();
  if (!input.value && !list.childElementCount) state.textContent = word("search-tip");
  load().catch(() => (state.textContent = word("search-failed")));
}

/** @returns {HTMLAnchorElement[]} */
const links = () => [...list.querySelectorAll("a"), ...others.querySelectorAll("a")];

/** The field and the results are one list for the arrow keys. @param {number} step */
function move(step) {
  const all = links();
  const next = all.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement)) + step;
  if (next < 0) input.focus();
  else all[Math.min(next, all.length - 1)]?.focus();
}

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-search-open]"))) {
  button.hidden = false;
  button.addEventListener("click", open);
}
dialog.querySelector("[data-search-close]")?.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
dialog.addEventListener("keydown", (event) => {
  const typing = event.target === input || event.target instanceof HTMLAnchorElement;
  if (!typing || event.isComposing || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  move(event.key === "ArrowDown" ? 1 : -1);
});
dialog.addEventListener("click", (event) => {
  // The page of a result may be the one that is open.
  if (event.target instanceof Element && event.target.closest("a") && !event.ctrlKey && !event.metaKey) dialog.close();
});
dialog.querySelector("form")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await (waiting === undefined ? searching : run());
  links()[0]?.click();
});
input.addEventListener("input", (event) => {
  if (/** @type {InputEvent} */ (event).isComposing) return; // what an input method has not decided yet
  clearTimeout(waiting);
  waiting = setTimeout(run, 120);
});
input.addEventListener("compositionend", run);
more.addEventListener("click", () => showMore().then(sayWhoIsSilent).catch(() => (state.textContent = word("search-failed"))));
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName));
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    open();
  }
});
if (location.search.includes("highlight=")) import("./highlight.js");
