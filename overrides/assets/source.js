// @ts-check
// A sentence's place in the OCR text, and its citation. Without this script a paragraph's menu leads
// to the source page's own page, and its link is a plain link.

import { anchorOf, bar, light, piece, say, words } from "./compare.js";

/**
 * @typedef {{line: number, start: number, end: number, old: string, new: string, rules: string[]}} Correction
 * @typedef {{stretches: [number, number, number][], corrections: Correction[]}} Passage
 * @typedef {{source: string, lines: Record<string, string>, passages: Record<string, Passage>, rules: Record<string, Record<string, string>>}} Source
 */

const language = document.documentElement.lang;
const comma = language === "en" ? ", " : "、";

/** @type {Promise<Source> | undefined} */
let loading;

/** Load the article's passages once; after a failure the next attempt tries again. */
function load() {
  loading ??= fetch(bar?.dataset.source ?? "").then((answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  });
  loading.catch(() => (loading = undefined));
  return loading;
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {Element} parent @param {T} tag @param {string} [text] @param {string} [name]
 */
function add(parent, tag, text = "", name = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (name) element.className = name;
  parent.append(element);
  return element;
}

const dialog = document.createElement("dialog");
dialog.className = "source";
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

/** An empty dialog with its heading and its way out. @param {string} title */
function opened(title) {
  dialog.replaceChildren();
  const heading = add(dialog, "h2", title);
  heading.id = "source-title";
  dialog.setAttribute("aria-labelledby", heading.id);
  const close = add(dialog, "button", "×", "source-close");
  close.type = "button";
  close.ariaLabel = words.close ?? "";
  close.addEventListener("click", () => dialog.close());
  if (!dialog.open) {
    document.body.append(dialog);
    dialog.showModal();
  }
  return add(dialog, "div", "", "source-body");
}

/** One raw line: what is shown of it, and what was taken out and put in.
 * @param {Element} list @param {Source} data @param {number} number @param {Passage[]} passages */
function addLine(list, data, number, passages) {
  const item = add(list, "li");
  item.value = number;
  const chars = [...(data.lines[number] ?? "")];
  const stretches = passages.flatMap((one) => one.stretches).filter(([line]) => line === number);
  let done = Math.min(...stretches.map(([, start]) => start));
  item.append(chars.slice(0, done).join(""));
  const mark = add(item, "mark");
  for (const fault of passages.flatMap((one) => one.corrections).filter((one) => one.line === number)) {
    mark.append(chars.slice(done, fault.start).join(""));
    if (fault.old) add(mark, "del", seen(fault.old));
    if (fault.new) add(mark, "ins", seen(fault.new));
    done = fault.end;
  }
  const end = Math.max(...stretches.map(([, , last]) => last));
  mark.append(chars.slice(done, end).join(""));
  item.append(chars.slice(end).join(""));
}

/** Characters that could not be seen, by a sign. @param {string} text */
const seen = (text) => text.replace(/\s/g, "␣").replace(/\p{Cf}/gu, "◌");

/** By which rules it was changed, and how often. @param {Element} body @param {Source} data @param {Passage[]} passages @param {number[]} lines */
function addRules(body, data, passages, lines) {
  const list = add(body, "ul");
  if (lines.length > 1) add(list, "li", (words["lines-joined"] ?? "").replace("{lines}", lines.join(comma)));
  const rules = passages.flatMap((one) => one.corrections.map((fault) => fault.rules.join("\n")));
  for (const key of new Set(rules)) {
    const why = key.split("\n").map((rule) => data.rules[rule]?.[language] ?? rule);
    add(list, "li", `${why.join(comma)} ×${rules.filter((one) => one === key).length}`);
  }
  if (!list.children.length) add(list, "li", words["corrected-nothing"]);
}

/** @param {string} id a sentence, a paragraph or a part of the headline @param {string} page the source page's address */
async function showSource(id, page) {
  const body = opened(words["source-text"] ?? "");
  const whole = document.createElement("a");
  whole.href = page;
  whole.textContent = words["open-source-page"] ?? "";
  try {
    const data = await load();
    const names = Object.keys(data.passages).filter((name) => name === id || name.startsWith(`${id}s`));
    const passages = names.flatMap((name) => data.passages[name] ?? []);
    if (!passages.length) throw new Error("an editor's words");
    const lines = [...new Set(passages.flatMap((one) => one.stretches.map(([line]) => line)))];
    whole.hash = `L${lines[0]}`;
    add(body, "p", data.source, "source-name");
    const list = add(body, "ol");
    list.lang = "zh-Hans";
    for (const line of lines) addLine(list, data, line, passages);
    addRules(body, data, passages, lines);
    add(body, "h3", words["shown-as"]);
    const now = document.getElementById(id);
    const text = add(body, "p", (now?.textContent ?? "").trim());
    text.lang = now?.closest("[lang]")?.getAttribute("lang") ?? language;
  } catch {
    add(body, "p", words["source-failed"]);
  }
  add(body, "p").append(whole);
}

/** @param {string} id @param {string} place */
async function copyCitation(id, place) {
  const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"));
  const page = location.protocol === "file:" && canonical ? canonical.href : location.origin + location.pathname;
  const text = (bar?.dataset.citation ?? "").replace("\ue000", () => place.toLowerCase()).replace("\ue001", () => `${page}#${id}`);
  try {
    await navigator.clipboard.writeText(text);
    say(words.copied);
    return true;
  } catch {
    const field = add(opened(words["copy-by-hand"] ?? ""), "textarea", text);
    field.readOnly = true;
    field.setAttribute("aria-labelledby", "source-title");
    field.select();
    return false;
  }
}

/** @param {HTMLElement} piece */
function start(piece) {
  const menus = /** @type {NodeListOf<HTMLDetailsElement>} */ (piece.querySelectorAll("details.mark"));
  /** @type {(id: string) => HTMLDetailsElement | undefined} */
  const menuOf = (id) => [...menus].find((one) => one.dataset.for === id.replace(/s\d+$/, ""));

  /** Let a menu be about a sentence, or about its whole paragraph. @param {HTMLDetailsElement} menu @param {string} id */
  function aim(menu, id) {
    menu.dataset.at = id;
    for (const link of menu.querySelectorAll("a")) if (!link.matches(".mark-source")) link.hash = id;
  }

  function close() {
    menus.forEach((menu) => (menu.open = false));
  }

  /** Open a sentence's menu below it. @param {string} id @param {Element} at @param {boolean} byKey */
  function openAt(id, at, byKey) {
    const menu = menuOf(id);
    const box = /** @type {HTMLElement | null} */ (menu?.querySelector(".mark-menu"));
    if (!menu || !box) return;
    const again = menu.open && menu.dataset.at === id;
    close();
    if (again) return;
    aim(menu, id);
    menu.open = true;
    const place = [...at.getClientRects()].at(-1);
    const origin = menu.getBoundingClientRect();
    if (place) {
      const room = document.documentElement.clientWidth - box.offsetWidth - 8;
      box.style.left = `${Math.max(0, Math.min(place.left, room) - origin.left)}px`;
      const below = place.bottom + box.offsetHeight < innerHeight;
      box.style.top = `${(below ? place.bottom + 2 : place.top - box.offsetHeight - 2) - origin.top}px`;
    }
    light(id);
    if (byKey) box.querySelector("a")?.focus();
  }

  // A `toggle` event does not bubble.
  piece.addEventListener(
    "toggle",
    (event) => {
      const menu = /** @type {HTMLDetailsElement} */ (event.target);
      const box = /** @type {HTMLElement | null} */ (menu.querySelector(".mark-menu"));
      if (menu.open || !box) return;
      aim(menu, menu.dataset.for ?? "");
      box.style.left = box.style.top = "";
    },
    true,
  );

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  piece.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest(".mark a"));
    const menu = /** @type {HTMLDetailsElement | null} */ (target.closest("details.mark"));
    clearTimeout(waiting);
    if (link && menu && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const id = menu.dataset.at ?? menu.dataset.for ?? "";
      if (link.matches(".mark-source")) {
        event.preventDefault();
        showSource(id, link.href);
      } else if (link.matches(".mark-link")) {
        event.preventDefault();
        const text = link.textContent;
        copyCitation(id, menu.querySelector("summary")?.ariaLabel ?? "").then((copied) => {
          if (!copied) return;
          link.textContent = words.copied ?? text;
          setTimeout(() => (link.textContent = text), 1500);
        });
      }
      return;
    }
    const sentence = target.closest(".s");
    if (menu || !sentence || target.closest("a, abbr")) return;
    // Two clicks choose a word; only one that chooses nothing asks for the menu.
    waiting = setTimeout(() => {
      if (getSelection()?.isCollapsed ?? true) openAt(anchorOf(sentence), sentence, false);
    }, 200);
  });
  piece.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if ((event.key === "Enter" || event.key === " ") && target.matches(".s")) {
      event.preventDefault();
      openAt(target.id, target, true);
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = [...menus].find((one) => one.open);
    if (event.key !== "Escape" || !menu || dialog.open) return;
    const back = document.getElementById(menu.dataset.at ?? "");
    close();
    if (back?.matches(".s")) back.focus();
    else menu.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (!target.closest("details.mark, dialog, .s")) close();
  });
}

if (bar && piece) start(piece);
