// @ts-check
// Runs before the page is drawn, so that a reader's choice of colours does not flash.
try {
  const theme = localStorage.getItem("galley-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's colours are used.
}
