// @ts-check
// Asks Pagefind for what find.js does not look for: the words of a query in other forms, in another order, apart.
// Pagefind's program and index are larger than all else of the search, so this is loaded when find.js has little to show.

import { highlight, inScript, speaks } from "./find.js";

/** @typedef {{silent?: () => string[], others?: () => string[], volumeOf?: (url: string) => string}} Volumes what volumes.js adds to find.js */
const MANY = 6; // articles shown: Pagefind loads the whole text of each
const LONG = 200; // characters of a query, which nobody types

/** @type {Promise<any> | undefined} */
let loading;

/** @type {Set<string>} the volumes that have been added */
const merged = new Set();

/** Add the index of another volume, which must be there: Pagefind fails with one that is not. @param {any} pagefind @param {string} url */
async function merge(pagefind, url) {
  if (merged.has(url)) return;
  const bundle = `${url}pagefind/`;
  const entry = await fetch(`${bundle}pagefind-entry.json`, { signal: AbortSignal.timeout(4000) });
  if (!entry.ok || merged.has(url)) return;
  merged.add(url);
  await pagefind.mergeIndex(bundle);
}

/** After a failure the next attempt tries again. */
function load() {
  loading ??= (async () => {
    const pagefind = await import(new URL("../pagefind/pagefind.js", import.meta.url).href);
    await pagefind.options({ excerptLength: 30, noWorker: true }); // a worker would load the program twice
    await pagefind.init();
    return pagefind;
  })();
  loading.catch(() => (loading = undefined));
  return loading;
}

/** Pagefind's excerpt: its only markup is <mark>, everything else is text. @param {string} excerpt @param {string} lang */
function line(excerpt, lang) {
  const template = document.createElement("template");
  template.innerHTML = excerpt;
  const marks = [];
  let text = "";
  for (const node of template.content.childNodes) {
    const at = text.length;
    text += node.textContent;
    if (node.nodeName === "MARK") marks.push([at, text.length]);
  }
  return { lang, text, marks };
}

/**
 * Articles in the language of the page that are not known yet, the best first.
 * @param {string} query @param {string} language @param {Set<string>} known addresses of pages
 * @param {Volumes} volumes
 * @returns {Promise<import("./find.js").Hit[]>}
 */
export async function others(query, language, known, { others, volumeOf }) {
  const pagefind = await load();
  await Promise.all((others?.() ?? []).map((url) => merge(pagefind, url).catch(() => {})));
  const { results } = await pagefind.search(inScript(query.slice(0, LONG), language));
  const likely = results.slice(0, Math.min(known.size, 20) + MANY);
  const found = await Promise.all(likely.map((/** @type {any} */ one) => one.data()));
  const hits = found.flatMap(({ url, excerpt, meta }) => {
    const page = new URL(url, location.href);
    if (known.has(page.origin + page.pathname)) return [];
    const text = line(excerpt, language);
    const link = `${page.href}?${highlight(text)}`;
    const title = { lang: speaks(meta.title, language) ? language : "zh-Hans", text: meta.title, marks: [] };
    return { whole: 0, url: page.href, volume: volumeOf?.(page.href), title, from: meta.paper ?? "", passages: [{ url: link, lines: [text] }] };
  });
  return hits.slice(0, MANY);
}
