// @ts-check
// Marks what was searched for on the page that a result leads to: `?highlight=镍都`, as often as there are words.
// `从这里…到这里` marks a sentence by its ends, in the block that the address names.
export {};

/** @param {Element} block @param {number} from @param {number} to */
function mark(block, from, to) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  /** @type {[Text, number, number][]} */
  const pieces = [];
  for (let at = 0, node; (node = /** @type {Text | null} */ (walker.nextNode())); at += node.length) {
    const [start, end] = [Math.max(from - at, 0), Math.min(to - at, node.length)];
    if (start < end) pieces.push([node, start, end]);
  }
  for (const [node, start, end] of pieces) {
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, end);
    range.surroundContents(document.createElement("mark"));
  }
}

const text = document.getElementById("text");
const named = document.getElementById(location.hash.slice(1));
for (const wanted of new URLSearchParams(location.search).getAll("highlight").slice(0, 8)) {
  const [first, last] = wanted.toLowerCase().split("…");
  for (const block of last ? [named] : (text?.querySelectorAll(":is(h1, h2, h3, p, li, figcaption):not(.colophon)") ?? [])) {
    const content = (block?.textContent ?? "").toLowerCase();
    for (let at = content.indexOf(first); block && first && at >= 0; at = content.indexOf(first, at + first.length)) {
      const end = last ? content.indexOf(last, at) + last.length : at + first.length;
      if (end > at) mark(block, at, end);
      if (last) break;
    }
  }
}
// The paragraph may be long: the sentence is what the reader came for.
(named?.querySelector("mark") ?? (named ? null : text?.querySelector("mark")))?.scrollIntoView({ block: "center" });
