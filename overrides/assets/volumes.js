// @ts-check
// The search of an archive that is published in volumes: it asks find.js in each of them, and is asked as find.js is.
// A volume that does not answer is named in `silent`, and asked again with the next query.

import * as own from "./find.js";

/**
 * @typedef {typeof own} Find
 * @typedef {{name: Record<string, string>, url: string, find?: Find, ready?: Promise<Find>, late?: boolean}} Volume
 * @typedef {import("./find.js").Candidate & {of: number}} Candidate `of`: the number of its volume
 * @typedef {{phrases: import("./find.js").Phrase[], certain: boolean, candidates: Candidate[], each: import("./find.js").Found[]}} Found
 */

const PATIENCE = 4000; // milliseconds for a volume's first answer; one that is later joins the next search
const language = document.documentElement.lang;
const root = new URL("..", import.meta.url);
export const { speaks, inScript } = own;

/** @type {Volume[]} */
let volumes = [];
/** @type {Set<Volume>} */
let missing = new Set();
/** @type {Promise<void> | undefined} */
let listing;

/** The names of the volumes that did not answer. */
export const silent = () => volumes.filter((one) => missing.has(one)).map(({ name }) => name[language]);

/** The addresses of the other volumes that answer, for Pagefind. */
export const others = () => volumes.slice(1).flatMap((one) => (one.find && !missing.has(one) ? one.url : []));

/** Which volume an address is in. @param {string} url */
export const volumeOf = (url) => volumes.find((one) => url.startsWith(one.url))?.name[language] ?? "";

/** The list of volumes; this one is the first. */
function list() {
  listing ??= fetch(new URL("search/volumes.json", root)).then(async (answer) => {
    const { here, others } = await answer.json();
    volumes = [{ name: here, url: root.href }, ...others].map(({ name, url }) => ({ name, url: new URL(url, root).href }));
  });
  listing.catch(() => (listing = undefined));
  return listing;
}

/** What reads a volume's files; not there if the volume does not answer in time. @param {Volume} volume */
async function reader(volume) {
  volume.ready ??= (volume === volumes[0] ? Promise.resolve(own) : import(`./find.js?site=${encodeURIComponent(volume.url)}`)).then(
    async (find) => (await find.load(), (volume.find = find)),
  );
  const failed = () => (volume.ready = undefined);
  const gone = new Promise((done) => setTimeout(done, volume.late ? 0 : PATIENCE));
  const found = await Promise.race([volume.ready.catch(failed), gone]);
  volume.late = !found;
  if (!found) missing.add(volume);
  return /** @type {Find | undefined} */ (found);
}

/** What each volume answers; this one must, and of the others those that do not are missing.
 * @template T @param {(find: Find, number: number) => Promise<T>} question @returns {Promise<(T | undefined)[]>} */
async function ask(question) {
  await list();
  return Promise.all(
    volumes.map(async (volume, n) => {
      const find = await reader(volume);
      if (!find && n === 0) throw new Error("search");
      return find && question(find, n).catch((error) => {
        if (n === 0) throw error;
        missing.add(volume);
        return undefined;
      });
    }),
  );
}

/** A file of this volume, or what all of them offer to choose from; first what every search needs. @param {string} [name] */
export async function load(name) {
  await list();
  if (!name) return own.load();
  const answers = await ask((find) => find.load(name));
  /** @type {Map<string, [string, string, [string, string, number][]]>} */
  const kinds = new Map();
  for (const [kind, label, rows] of answers.flatMap((answer) => answer ?? [])) {
    const known = kinds.get(kind)?.[2] ?? [];
    for (const [key, text, count] of rows) {
      const row = known.find((one) => one[0] === key);
      if (row) row[2] += count;
      else known.push([key, text, count]);
    }
    kinds.set(kind, [kind, label, known.sort((a, b) => (kind === "date" ? b[0].localeCompare(a[0]) : kind === "topic" ? 0 : b[2] - a[2]))]);
  }
  return [...kinds.values()];
}

/** As in find.js, in all volumes. @param {string} query @param {string[]} filters */
export async function find(query, filters, near = false) {
  missing = new Set();
  const answers = await ask((find) => find.find(query, filters, near));
  const each = answers.map((answer) => answer ?? { phrases: [], need: 0, certain: true, candidates: [] });
  const candidates = each.flatMap((found, of) => found.candidates.map((one) => ({ ...one, of })));
  candidates.sort((a, b) => b.score - a.score || a.of - b.of || a.article - b.article);
  return { phrases: each[0].phrases, certain: each.every((found) => found.certain), candidates, each };
}

/** As in find.js; each result says which volume it is in.
 * @param {Candidate[]} candidates @param {Found} found @param {string} language @param {string} chinese */
export async function showAll(candidates, found, language, chinese) {
  const hits = await Promise.all(
    candidates.map(async (one) => {
      const volume = volumes[one.of];
      const shown = (await volume.find?.showAll([one], found.each[one.of], language, chinese).catch(() => void missing.add(volume))) ?? [];
      return shown.map((hit) => ({ ...hit, volume: volume.name[language] }));
    }),
  );
  return hits.flat().sort((a, b) => b.whole - a.whole);
}

/** @param {string} query */
export const script = (query) => own.script(query);

/** As in find.js: names from all volumes. @param {string} query @param {string} language */
export async function offer(query, language) {
  const answers = (await ask((find) => find.offer(query, language))).flatMap((answer) => answer ?? []);
  return { other: answers.find(({ other }) => other)?.other ?? "", names: [...new Set(answers.flatMap(({ names }) => names))].slice(0, 4) };
}
