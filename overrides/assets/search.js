// @ts-check
// Search in the theme's place, over Pagefind's index of the page's language.
// Opened with the button, "/" or Ctrl-K; nothing is loaded before that.

/**
 * @typedef {{title: string, url: string, excerpt: string}} Part
 * @typedef {{url: string, excerpt: string, meta: Record<string, string>, sub_results: Part[]}} Hit
 * @typedef {{results: {data: () => Promise<Hit>}[]}} Found
 * @typedef {{options: (o: object) => Promise<void>, init: () => Promise<void>, debouncedSearch: (q: string) => Promise<Found | null>}} Pagefind
 */

const PAGE = 8;
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("search"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("search-query"));
const state = /** @type {HTMLElement} */ (dialog.querySelector(".search-state"));
const list = /** @type {HTMLElement} */ (dialog.querySelector(".search-results"));
const more = /** @type {HTMLButtonElement} */ (dialog.querySelector(".search-more"));
/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("galley-words")?.textContent ?? "{}");

/** @type {Promise<Pagefind> | undefined} */
let loading;
/** @type {Found["results"]} */
let results = [];
let shown = 0;
let turn = 0;

/** Load Pagefind once; after a failure the next attempt tries again. */
function load() {
  loading ??= (async () => {
    const bundle = new URL(list.dataset.bundle ?? "pagefind/", location.href);
    /** @type {Pagefind} */
    const pagefind = await import(new URL("pagefind.js", bundle).href);
    await pagefind.options({ excerptLength: 40 });
    await pagefind.init();
    return pagefind;
  })();
  loading.catch(() => (loading = undefined));
  return loading;
}

/** @type {Promise<Record<string, string>> | undefined} */
let forms;

/**
 * The query in the script of the page: 節水 finds 节水 on a Simplified page, and the reverse.
 * @param {string} query
 */
async function inScript(query) {
  const language = document.documentElement.lang;
  if (language === "en" || !/[\u3400-\u9fff]/.test(query)) return query;
  forms ??= fetch(list.dataset.scripts ?? "")
    .then((answer) => answer.json())
    .then((all) => all[language] ?? {});
  const known = await forms.catch(() => /** @type {Record<string, string>} */ ({}));
  return [...query].map((char) => known[char] ?? char).join("");
}

/** @param {string} key @param {Record<string, string>} [values] */
function say(key, values = {}) {
  state.textContent = key ? (words[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "") : "";
}

/** @param {HTMLElement} parent @param {string} tag @param {string} name @param {string} [text] */
function add(parent, tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  parent.append(element);
  return element;
}

/**
 * Show Pagefind's excerpt: its only markup is <mark>, everything else is text.
 * @param {HTMLElement} parent @param {string} excerpt
 */
function addExcerpt(parent, excerpt) {
  const template = document.createElement("template");
  template.innerHTML = excerpt;
  const text = add(parent, "p", "hit-text");
  for (const node of template.content.childNodes) {
    if (node instanceof HTMLElement && node.tagName === "MARK") add(text, "mark", "", node.textContent ?? "");
    else text.append(node.textContent ?? "");
  }
}

/** @param {Hit} hit */
function addHit(hit) {
  const item = document.createElement("li");
  const title = /** @type {HTMLAnchorElement} */ (add(item, "a", "hit-title", hit.meta.title));
  title.href = hit.url;
  if (hit.meta.paper) add(item, "p", "hit-paper", hit.meta.paper);
  const parts = hit.sub_results.filter((part) => part.url.includes("#"));
  if (!parts.length || parts.length === hit.sub_results.length - 1) addExcerpt(item, hit.excerpt);
  for (const part of parts.slice(0, 2)) {
    const box = add(item, "div", "hit-part");
    const link = /** @type {HTMLAnchorElement} */ (add(box, "a", "", part.title));
    link.href = part.url;
    addExcerpt(box, part.excerpt);
  }
  list.append(item);
}

async function showMore() {
  const mine = turn;
  const hits = await Promise.all(results.slice(shown, shown + PAGE).map((result) => result.data()));
  if (mine !== turn) return;
  hits.forEach(addHit);
  shown += hits.length;
  more.hidden = shown >= results.length;
}

async function search() {
  const query = input.value.trim().slice(0, 200);
  turn += 1;
  const mine = turn;
  if (!query) {
    results = [];
    list.replaceChildren();
    more.hidden = true;
    say("");
    return;
  }
  try {
    const found = await (await load()).debouncedSearch(await inScript(query));
    if (found === null || mine !== turn) return; // a newer query is on its way
    results = found.results;
    shown = 0;
    list.replaceChildren();
    say(results.length ? "search-found" : "search-empty", { query, count: String(results.length) });
    await showMore();
  } catch {
    if (mine !== turn) return;
    list.replaceChildren();
    more.hidden = true;
    say("search-failed");
  }
}

function open() {
  if (!dialog.open) dialog.showModal();
  input.select();
  load().catch(() => say("search-failed"));
}

/** Results and the field are one list for the arrow keys. @param {number} step */
function move(step) {
  const links = [...list.querySelectorAll("a")];
  const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
  const next = at + step;
  if (next < 0) input.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}

document.querySelectorAll("[data-search-open]").forEach((button) => button.addEventListener("click", open));
dialog.querySelector("[data-search-close]")?.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
dialog.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  }
});
dialog.querySelector("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.click();
});
input.addEventListener("input", search);
more.addEventListener("click", showMore);
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName));
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
    event.preventDefault();
    open();
  }
});
