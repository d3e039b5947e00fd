// Choosing rows: the head box takes the whole page, Shift+click a range, and the bar counts what is chosen.
const table = document.querySelector("[data-bulk-table]");
const bar = document.getElementById("bulk");

if (table && bar) {
  const all = table.querySelector("[data-check-all]");
  const boxes = [...table.querySelectorAll("input[name=ids]")];
  const count = bar.querySelector("[data-bulk-count]");
  let last = null;

  const refresh = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = String(chosen);
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    refresh();
  });

  table.addEventListener("click", (event) => {
    const at = boxes.indexOf(event.target);
    if (at < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(last, at), Math.max(last, at)];
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
    }
    last = at;
    refresh();
  });

  bar.addEventListener("reset", () => setTimeout(refresh));
  window.addEventListener("pageshow", refresh);
  refresh();
}
