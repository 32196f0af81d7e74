// @ts-check
// Finds articles through the files in search/, which galley/search.py makes; knows nothing of the page.
// The index proposes blocks, their sentences confirm them: what is shown has what was asked for.

/**
 * @typedef {{words: string[], exact: boolean, open: boolean}} Phrase `open`: its last word may go on
 * @typedef {Set<number> | null} Blocks of an article; null: somewhere in it
 * @typedef {{article: number, blocks: Blocks[], score: number}} Candidate `blocks`: of each phrase
 * @typedef {{phrases: Phrase[], need: number, certain: boolean, candidates: Candidate[]}} Found
 * @typedef {{lang: string, text: string, marks: number[][]}} Line
 * @typedef {{whole: number, url: string, volume?: string, title: Line, from: string, passages: {url: string, lines: Line[]}[]}} Hit
 * @typedef {{slug: string, title: string, from: string, blocks: [string, (string | null)[]][], names?: string[][]}} Part
 */

const PART = 8; // blocks in a file of sentences, as in search.py
const HAN = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const WORD = `(?:(?![${HAN}])[\\p{L}\\p{N}])+`;
const TOKEN = new RegExp(`[${HAN}]|${WORD}(?:['’]${WORD})*`, "gu");
const han = new RegExp(`[${HAN}]`, "u");
// The site whose files are read: this one, or as `find.js?site=…` another volume (volumes.js).
const root = new URL(new URL(import.meta.url).searchParams.get("site") ?? "..", import.meta.url);
const folder = new URL("search/", root);

/** @type {{version: string, blocks: string, keys: string[], groups: string} | undefined} */
let index;
/** @type {number[]} the first block of each article, and the number of all */
let starts = [];
/** @type {Map<string, string>} */
const folds = new Map();
/** @type {Map<string, Promise<any>>} */
const files = new Map();

/** A file of search/; one that failed is asked for again. @param {string} name */
function get(name) {
  let asked = files.get(name);
  if (asked) return asked;
  asked = fetch(new URL(index ? `${name}?v=${index.version}` : name, folder)).then((answer) => {
    if (!answer.ok) throw new Error(name);
    return answer.json();
  });
  asked.catch(() => files.delete(name));
  files.set(name, asked);
  return asked;
}

/** A file by its name; first what every search needs. @param {string} [name] */
export async function load(name) {
  const read = await get("index.json");
  if (!index) {
    starts = decode(read.blocks);
    for (const group of read.groups.split(" ")) for (const char of group) folds.set(char, group[0]);
    index = read;
  }
  return name && get(name);
}

/** Ascending numbers, as postings.py writes them. @param {string} text */
function decode(text) {
  const numbers = [];
  let [last, value, size] = [0, 0, 1];
  for (const char of text) {
    const digit = char.charCodeAt(0) - 63;
    value += (digit % 32) * size;
    size *= 32;
    if (digit < 32) {
      numbers.push((last += value));
      [value, size] = [0, 1];
    }
  }
  return numbers;
}

/** @param {string} char */
function fold(char) {
  const plain = char < "\u3000" || (char.length === 1 && char >= "\uff00");
  return folds.get(char) ?? (plain ? char.normalize("NFKD")[0].toLowerCase()[0] : char);
}

/** The units of a text with their places, as folding.py makes them. @param {string} text */
export function tokens(text) {
  const found = Array.from(text, fold).join("").matchAll(TOKEN);
  return [...found].map((one) => ({ text: one[0].replace(/['’]/g, ""), at: one.index, end: one.index + one[0].length }));
}

/** @param {string} text @returns {Phrase} */
const phrase = (text, exact = false) => ({ words: tokens(text).map((token) => token.text), exact, open: false });

/** What is in quotation marks of any kind is one phrase; else each part between spaces. @param {string} query */
function parse(query) {
  const pieces = query.replace(/[“”„‟＂「」『』«»]/g, '"').split('"');
  const phrases = pieces.flatMap((piece, n) =>
    n % 2 && n < pieces.length - 1 ? phrase(piece, true) : piece.split(/\s+/).map((part) => phrase(part)),
  );
  const last = phrases.at(-1);
  if (last && !last.exact) last.open = (last.words.at(-1) ?? "").length > 1;
  return phrases.filter(({ words }) => words.length);
}

/** An English word without its ending: saving finds savings and saved. @param {string} word */
const stem = (word) => (/^[a-z]{5,}$/.test(word) && /^.{4,}/.exec(word.replace(/(?:ies|ing|ed|es|s|y|e)$/, ""))?.[0]) || word;

/** Whether a word of a text is one of a phrase. @param {Phrase} phrase @param {number} at @param {string} other */
function same({ words, exact, open }, at, other) {
  const word = words[at];
  if (word === other || exact || han.test(word)) return word === other;
  const form = stem(word) !== word && other.length <= word.length + 3 && other.startsWith(stem(word));
  return form || other === `${word}s` || (open && at === words.length - 1 && other.startsWith(word));
}

/** Where a phrase stands in a text. @param {Phrase} phrase @param {string} text */
function places(phrase, text) {
  const all = tokens(text);
  const last = phrase.words.length - 1;
  const starts = all.slice(0, Math.max(0, all.length - last));
  return starts.flatMap((one, n) => (phrase.words.every((_, k) => same(phrase, k, all[n + k].text)) ? [[one.at, all[n + last].end]] : []));
}

/** The keys of a phrase as first and last word: Han characters in twos where there are two. @param {string[]} words */
function keys(words) {
  const pair = (/** @type {number} */ n) => han.test(words[n] ?? "") && han.test(words[n + 1] ?? "");
  return words.flatMap((_, n) => (pair(n) ? [[n, n + 1]] : pair(n - 1) ? [] : [[n, n]]));
}

/** As many of a list as asked for, spread evenly. @template T @param {T[]} all @param {number} count */
const spread = (all, count) => all.filter((_, n) => n % Math.ceil(all.length / count) === 0);

/** The files with the keys between two. @param {string} first @param {string} last */
function shards(first, last) {
  const all = index?.keys ?? [];
  const from = Math.max(0, all.findLastIndex((key) => key <= first));
  const to = Math.max(from, all.findLastIndex((key) => key <= last));
  return Array.from({ length: Math.min(to - from + 1, 3) }, (_, n) => get(`keys/${from + n}.json`));
}

/** The blocks that have a key of a phrase, or for a very common one the articles.
 * @param {Phrase} phrase @param {number[]} key */
async function lookUp(phrase, [first, last]) {
  const key = phrase.words.slice(first, last + 1).join("");
  const varies = !phrase.exact && !han.test(key);
  /** @type {Record<string, string>} */
  const all = Object.assign({}, ...(await Promise.all([...shards(key, key), ...(varies ? shards(stem(key), `${stem(key)}\uffff`) : [])])));
  if (key in all) phrase.open = false; // a word that exists is not the beginning of others
  const found = (varies ? Object.keys(all).filter((one) => same(phrase, first, one)) : [key]).map((one) => all[one] ?? "");
  const many = found.some((text) => text.startsWith("*"));
  const numbers = found.flatMap((text) => {
    if (text.startsWith("*")) return decode(text.slice(1));
    return many ? decode(text).map((block) => 2 * articleOf(block)) : decode(text);
  });
  return { many, numbers: new Set(many ? numbers.map((number) => number >> 1) : numbers) };
}

/** @param {number} block */
function articleOf(block) {
  let [low, high] = [0, starts.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= block) low = middle;
    else high = middle;
  }
  return low;
}

/** What is in each. @template T @param {Set<T>[]} sets */
const common = ([first = new Set(), ...others]) => [...first].filter((one) => others.every((set) => set.has(one)));

/** The articles that may have a phrase. @param {Phrase} phrase */
async function propose(phrase) {
  const found = await Promise.all(spread(keys(phrase.words), 6).map((key) => lookUp(phrase, key)));
  const known = found.filter((one) => !one.many);
  /** @type {Map<number, Blocks>} */
  const articles = new Map();
  if (!known.length) for (const article of common(found.map((one) => one.numbers))) articles.set(article, null);
  for (const block of common(known.map((one) => one.numbers))) {
    const article = articleOf(block);
    articles.set(article, (articles.get(article) ?? new Set()).add(block));
  }
  return articles;
}

/** @param {Phrase[]} phrases @param {string[]} filters @param {number} need how many phrases an article must have */
async function rank(phrases, filters, need) {
  const proposed = await Promise.all(phrases.map(propose));
  const allowed = await Promise.all(filters.map((key) => lookUp({ words: [key], exact: true, open: false }, [0, 0])));
  /** @type {Candidate[]} */
  const candidates = [];
  for (let article = 0; article < starts.length - 1; article += 1) {
    if (!allowed.every((one) => one.numbers.has(article))) continue;
    if (proposed.filter((one) => one.has(article)).length < need) continue;
    const blocks = proposed.map((one) => (one.has(article) ? (one.get(article) ?? null) : new Set()));
    const known = /** @type {Set<number>[]} */ (blocks.filter(Boolean));
    // Whatever stands in the headline, or together, or often for the article's length.
    const length = 0.75 + ((starts[article + 1] - starts[article]) * (starts.length - 1)) / (starts[starts.length - 1] * 4);
    const rate = (/** @type {Set<number>} */ set) => (set.has(starts[article]) ? 8 : 0) + Math.log2(1 + set.size / length);
    const score = known.reduce((sum, set) => sum + rate(set), known.length > 1 ? 4 * rate(new Set(common(known))) : 0);
    candidates.push({ article, blocks, score });
  }
  return candidates.sort((a, b) => b.score - a.score || a.article - b.article);
}

/**
 * The articles that may have all of a query, the best first; with `near` those that have half of its parts.
 * @param {string} query @param {string[]} filters @returns {Promise<Found>}
 */
export async function find(query, filters, near = false) {
  await load();
  let phrases = parse(query);
  if (near) {
    const parts = phrases.flatMap(({ words }) => keys(words).map(([first, last]) => words.slice(first, last + 1)));
    phrases = spread(parts, 12).map((words) => ({ words, exact: false, open: false }));
  }
  const need = near ? Math.ceil(phrases.length / 2) : phrases.length;
  const useful = phrases.length > (near ? 1 : 0) || (!near && !query.trim() && filters.length > 0);
  const certain = phrases.every(({ words }) => keys(words).length === 1);
  return { phrases, need, certain, candidates: useful ? await rank(phrases, filters, need) : [] };
}

/** Where one phrase stands in the sentences of a block, by sentence. @param {Phrase} phrase @param {(string | null)[]} sentences */
function within(phrase, sentences) {
  const at = [0];
  for (const sentence of sentences) at.push(at[at.length - 1] + (sentence ?? "").length + 1);
  /** @type {Map<number, number[][]>} */
  const found = new Map();
  for (const [start, end] of places(phrase, sentences.map((one) => one ?? "").join(" "))) {
    const n = at.findLastIndex((place) => place <= start);
    found.set(n, [...(found.get(n) ?? []), [start - at[n], Math.min(end, at[n + 1] - 1) - at[n]]]);
  }
  return found;
}

/**
 * The sentences of a block that have phrases, with marks in the reader's language and the other one.
 * What the reader's sentences do not have stands in the other language, or in a Chinese name whose English
 * the translation puts in other words; the names say what to mark.
 * @param {Phrase[]} phrases @param {(language: string) => Promise<Part>} part @param {number} place
 * @param {string} language @param {string} chinese
 */
async function read(phrases, part, place, language, chinese) {
  const sentences = async (/** @type {string} */ lang) => (await part(lang)).blocks[place][1];
  const own = await sentences(language);
  const lang = language === "en" ? chinese : "en";
  /** @type {Map<number, {own: number[][], other: number[][], seen: Set<Phrase>}>} */
  const found = new Map();
  const note = (/** @type {Phrase} */ phrase, /** @type {"own" | "other"} */ side, /** @type {Map<number, number[][]>} */ marks) => {
    for (const [n, list] of marks) {
      const entry = found.get(n) ?? { own: [], other: [], seen: new Set() };
      entry[side].push(...list);
      found.set(n, { ...entry, seen: entry.seen.add(phrase) });
    }
  };
  for (const one of phrases) {
    const mine = within(one, own);
    note(one, "own", mine);
    const typed = han.test(one.words.join("")) ? 0 : 2;
    if (mine.size || (typed === 0 && language !== "en")) continue;
    const theirs = within(one, await sentences(lang));
    note(one, "other", theirs);
    for (const name of (await part("en")).names ?? []) {
      if (!places(one, name[typed]).length && !(typed === 0 && places(phrase(name[0]), one.words.join("")).length)) continue;
      // A name that shares but a word with the query confirms it, without being what was looked for.
      const meant = typed === 0 || phrases.every((other) => places(other, name[2]).length);
      const said = [...within(phrase(name[["zh-Hans", "zh-Hant", "en"].indexOf(language)]), own)];
      note(one, "own", new Map(said.filter(([n]) => theirs.has(n) || !theirs.size).map(([n, marks]) => [n, meant ? marks : []])));
      if (language === "en" && typed === 2) note(one, "other", within(phrase(name[0]), await sentences(lang)));
    }
  }
  const [best] = [...found].sort(([, a], [, b]) => b.seen.size - a.seen.size || b.own.length - a.own.length);
  if (!best) return null;
  const [n, { own: marks, other, seen }] = best;
  const all = new Set([...found.values()].flatMap((one) => [...one.seen]));
  const lines = [{ lang: language, text: own[n] ?? "", marks }];
  if (!marks.length) lines.push({ lang, text: (await sentences(lang))[n] ?? "", marks: other });
  return { n, seen, all, lines: lines.filter((one) => one.text) };
}

/** What the page is to mark: the words found, or else the sentence, by its ends. @param {Line} line */
export function highlight({ text, marks }) {
  const words = [...new Set(marks.map(([at, end]) => text.slice(at, end)))];
  return new URLSearchParams((words.length ? words : [`${text.slice(0, 12)}…${text.slice(-6)}`]).map((word) => ["highlight", word]));
}

/**
 * What to show of a candidate; null when its sentences do not have what was asked for.
 * @param {Candidate} candidate @param {Found} found @param {string} language @param {string} chinese the script of the query
 * @returns {Promise<Hit | null>}
 */
async function show({ article, blocks }, { phrases, need }, language, chinese) {
  const [start, end] = [starts[article], starts[article + 1]];
  const rate = (/** @type {number} */ block) => 2 * blocks.filter((set) => set?.has(block)).length - Number(block === start);
  const listed = [...new Set(blocks.flatMap((set) => [...(set ?? [])]))].sort((a, b) => rate(b) - rate(a) || a - b);
  const others = blocks.includes(null) ? Array.from({ length: end - start }, (_, n) => start + n) : [];
  const order = [...new Set([...listed, ...others])];
  /** @param {number} block @returns {Promise<Part>} */
  const part = (block, lang = language) => get(`${lang}/${article}-${Math.floor((block - start) / PART)}.json`);
  const first = await part(order[0] ?? start);
  const page = new URL(`${language === "zh-Hans" ? "" : `${language}/`}articles/${first.slug}/`, root).href;
  const title = { lang: language === "en" && han.test(first.title) ? "zh-Hans" : language, text: first.title, marks: phrases.flatMap((one) => places(one, first.title)) };
  const verified = new Set();
  // English words one after another, or in one name, are worth more than the same words apart.
  const together = { words: phrases.flatMap(({ words }) => words), exact: true, open: false };
  let whole = 0;
  /** @type {(Hit["passages"][0] & {count: number})[]} */
  const passages = [];
  for (const [tried, block] of order.entries()) {
    if (verified.size === phrases.length && (passages.length > 1 || tried > 5)) break;
    const here = phrases.filter((_, n) => blocks[n]?.has(block) ?? true);
    const place = (block - start) % PART;
    const seen = await read(here, (lang) => part(block, lang), place, language, chinese);
    seen?.all.forEach((one) => verified.add(one));
    if (seen && phrases.length > 1 && !together.words.some((one) => han.test(one))) {
      const said = [...seen.lines.map(({ text }) => text), ...((await part(block, "en")).names ?? []).map((name) => name[2])];
      if (said.some((text) => places(together, text).length)) whole += 1;
    }
    if (!seen || (block === start && seen.n === 0 && title.marks.length)) continue;
    const name = (await part(block)).blocks[place][0];
    passages.push({ url: `${page}?${highlight(seen.lines[0])}${name && `#${name}`}`, lines: seen.lines, count: seen.seen.size });
  }
  if (verified.size < need) return null;
  if (!passages.length && end > start + 1) {
    const opening = await part(start + 1);
    const [name, [text]] = opening.blocks[1];
    if (text) passages.push({ url: `${page}#${name}`, lines: [{ lang: language, text, marks: [] }], count: 0 });
  }
  // A second sentence only if it has as much of the query as the first, or what the first lacks.
  const [most] = passages.sort((a, b) => b.count - a.count);
  passages.splice(0, Infinity, ...passages.filter((one) => one === most || one.count === most.count || most.count < need).slice(0, 2));
  return { whole, url: title.marks.length ? `${page}?${highlight(title)}` : passages[0]?.url ?? page, title, from: first.from, passages };
}

/** What to show of several candidates; those with all the words of an English query together come first.
 * @param {Candidate[]} candidates @param {Found} found @param {string} language @param {string} chinese */
export async function showAll(candidates, found, language, chinese) {
  const hits = await Promise.all(candidates.map((one) => show(one, found, language, chinese)));
  return hits.flatMap((hit) => hit ?? []).sort((a, b) => b.whole - a.whole);
}

/** The script of a Chinese query. @param {string} query */
export const script = (query) => ([...query].some((char) => (folds.get(char) ?? char) !== char) ? "zh-Hant" : "zh-Hans");

/**
 * A query in the other Chinese script: a character is written as in a name that is like the query, else as is commonest.
 * @param {string} query @param {string[][]} [names]
 */
function inOther(query, names = []) {
  const pairs = [...(index?.groups ?? "").split(" ").map((group) => [...group]), ...names.flatMap(([hans, hant]) => Array.from(hans, (char, n) => [char, hant[n]]))];
  /** @type {Map<string, string>} */
  const forms = script(query) === "zh-Hant" ? folds : new Map(pairs.map(([first, second]) => [first, second]));
  return Array.from(query, (char) => forms.get(char) ?? char).join("");
}

/** A query in the script of a language. @param {string} query @param {string} language */
export const inScript = (query, language) => (language === "en" || script(query) === language ? query : inOther(query));

/** Whether a text has words of a language, and none of another. @param {string} text @param {string} language */
export const speaks = (text, language) => han.test(text) !== (language === "en") && /[a-z]{3}|[^a-z]{2}/i.test(text);

/**
 * When a query finds nothing: the query in the other Chinese script, and the archive's names most like it,
 * by the characters or pairs of letters they share.
 * @param {string} query @param {string} language @returns {Promise<{other: string, names: string[]}>}
 */
export async function offer(query, language) {
  const units = (/** @type {string} */ text) => {
    const words = tokens(text).map((token) => token.text);
    return new Set(words.flatMap((word) => (word.length < 2 ? word : Array.from(word.slice(1), (char, n) => word[n] + char))));
  };
  const typed = units(query);
  const column = ["zh-Hans", "zh-Hant", "en"].indexOf(language);
  /** @type {[number, string[]][]} */
  const rated = (await load("names.json")).map((/** @type {string[]} */ name) => {
    const own = units(name[han.test(query) ? 0 : 2]);
    return [(2 * common([typed, own]).length) / (typed.size + own.size), name];
  });
  const names = rated.filter(([rate]) => rate >= 0.4).sort(([a], [b]) => b - a).slice(0, 9).map(([, name]) => name);
  const other = inOther(query, names);
  return { other: other === query ? "" : other, names: [...new Set(names.map((name) => name[column] || name[0]))].slice(0, 4) };
}
