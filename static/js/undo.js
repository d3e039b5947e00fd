// [data-undo=seconds]: what was just done is taken back by a press for that long; the bar stays while one points at it or is in it.
for (const bar of document.querySelectorAll("[data-undo]")) {
  let left = Number(bar.dataset.undo);
  const tick = setInterval(() => {
    if (bar.matches(":hover, :focus-within")) return;
    left -= 1;
    if (left > 0) return;
    clearInterval(tick);
    bar.remove();
  }, 1000);
  bar.addEventListener("submit", () => clearInterval(tick));
}
