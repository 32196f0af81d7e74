// @ts-check
// An editor's proof: a click on a line copies its number for the plan, with Shift a range of lines.

const proof = /** @type {HTMLElement | null} */ (document.querySelector(".proof"));
const said = document.createElement("p");
said.className = "proof-said";
said.role = "status";
proof?.after(said);
let first = 0;

/** @param {string} lines */
async function copy(lines) {
  await navigator.clipboard?.writeText(lines).catch(() => {});
  said.textContent = (proof?.dataset.copied ?? "").replace("{lines}", lines);
}

proof?.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = target.closest("button");
  const line = /** @type {HTMLLIElement | null} */ (target.closest("li"));
  if (button) copy(button.value);
  else if (line && (getSelection()?.isCollapsed || event.shiftKey)) {
    const [a, b] = event.shiftKey && first ? [first, line.value].sort((x, y) => x - y) : [line.value, line.value];
    first = line.value;
    copy(a === b ? `${a}` : `${a}-${b}`);
    getSelection()?.removeAllRanges();
  }
});
