// @ts-check
// Colours, language links, the contents list and notes on terms. Pages work without it.
// A classic script and not a module, so that it runs from a folder (file:) too.
{
  const root = document.documentElement;

  // Colours: the system's until the reader chooses; a third press gives them back to the system.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-theme-switch]"))) {
    const name = () => {
      const state = root.dataset.theme ?? "system";
      button.ariaLabel = button.title = `${button.dataset.label}: ${button.dataset[state]}`;
    };
    name();
    button.addEventListener("click", () => {
      const order = dark.matches ? ["system", "light", "dark"] : ["system", "dark", "light"];
      const next = order[(order.indexOf(root.dataset.theme ?? "system") + 1) % 3];
      if (next === "system") delete root.dataset.theme;
      else root.dataset.theme = next;
      name();
      try {
        if (next === "system") localStorage.removeItem("galley-theme");
        else localStorage.setItem("galley-theme", next);
      } catch {
        // Storage is blocked: the choice lasts for this page.
      }
    });
  }

  // The language links keep the reader's place: the same paragraph has the same anchor in every language.
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("[data-language]"))) {
    link.addEventListener("click", () => (link.hash = location.hash));
  }

  // From a folder, a link to a page's folder would show a list of files: it leads to the page itself.
  if (location.protocol === "file:") {
    root.dataset.folder = ""; // search, which needs a server, is not offered
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[href]"))) {
      if (link.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }
  }

  // Without a network: the service worker, which asks for the rest of the site when this page is done.
  // Where there is none to register (`mkdocs serve`), one of an earlier visit must not stand in the way.
  const workers = navigator.serviceWorker;
  if (root.dataset.worker && workers) {
    addEventListener("load", async () => {
      try {
        const { scope } = await workers.register(root.dataset.worker ?? "");
        const { active } = await workers.ready;
        const page = location.href.replace(/[?#].*/, "").replace(scope, "");
        const sparing = /** @type {{connection?: {saveData: boolean}}} */ (navigator).connection?.saveData;
        active?.postMessage({ page, more: !sparing });
      } catch {
        // Not from here (a folder, a private window): the site is read with the network.
      }
    });
  } else workers?.getRegistration().then((one) => one?.unregister());

  // A term's note is shown at a tap or a click; the list at the article's end has them all.
  const note = document.createElement("span");
  note.className = "term-note";
  note.role = "note";
  document.addEventListener("click", (event) => {
    const term = event.target instanceof Element ? event.target.closest("abbr[title]") : null;
    const shown = note.isConnected && note.dataset.of === term?.textContent;
    note.remove();
    if (!(term instanceof HTMLElement) || shown) return;
    note.textContent = term.title;
    note.dataset.of = term.textContent ?? "";
    document.body.append(note);
    const box = term.getBoundingClientRect();
    note.style.left = `${scrollX + Math.max(8, Math.min(box.left, innerWidth - note.offsetWidth - 8))}px`;
    note.style.top = `${scrollY + box.bottom + 4}px`;
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && note.remove());

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
}
