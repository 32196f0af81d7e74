// @ts-check
// The day of reading in a citation, and buttons that copy one. Without it the text can be selected.

const now = new Date();
const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
for (const place of document.querySelectorAll("[data-today]")) place.textContent = today;

/** Mark a text as a reader would with the mouse, for browsers that let no page write to the clipboard.
 * @param {Element} text */
function select(text) {
  const range = document.createRange();
  range.selectNodeContents(text);
  getSelection()?.removeAllRanges();
  getSelection()?.addRange(range);
}

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copy]"))) {
  const text = /** @type {HTMLElement} */ (button.previousElementSibling);
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent?.trim() ?? "");
      button.textContent = button.dataset.copied ?? "";
      setTimeout(() => (button.textContent = label), 2000);
    } catch {
      select(text);
    }
  });
}
