// @ts-check
// Colours, language links and the contents list. Pages work without it.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  button.addEventListener("click", () => {
    const now = root.dataset.theme ?? (dark.matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("galley-theme", root.dataset.theme);
    } catch {
      // Storage is blocked: the choice lasts for this page.
    }
  });
}

// The language links keep the reader's place: the same paragraph has the same anchor in every language.
for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-language]"))) {
  link.addEventListener("click", () => (link.hash = location.hash));
}

// The section that is being read is marked in the contents list.
const entries = new Map(
  [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-toc] a"))].map((link) => [
    decodeURIComponent(link.hash.slice(1)),
    link,
  ]),
);
if (entries.size) {
  const observer = new IntersectionObserver(
    (seen) => {
      const first = seen.find((entry) => entry.isIntersecting);
      if (!first) return;
      entries.forEach((link) => link.removeAttribute("aria-current"));
      entries.get(first.target.id)?.setAttribute("aria-current", "true");
    },
    { rootMargin: "-15% 0px -70%" },
  );
  for (const id of entries.keys()) {
    const heading = document.getElementById(id);
    if (heading) observer.observe(heading);
  }
}
