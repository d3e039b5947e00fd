// Choosing rows: the head box takes the whole page, Shift+click a range, and the bar counts what is chosen.
// “符合条件的全部” chooses beyond the page and is taken back by unticking any row.
const table = document.querySelector("[data-bulk-table]");
const bar = document.getElementById("bulk");

if (table && bar) {
  const all = table.querySelector("[data-check-all]");
  const boxes = [...table.querySelectorAll("input[name=ids]")];
  const count = bar.querySelector("[data-bulk-count]");
  const every = bar.querySelector("[data-bulk-every]");
  let last = null;

  const refresh = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (every && chosen < boxes.length) every.checked = false;
    if (count) count.textContent = every && every.checked ? every.dataset.bulkEvery : String(chosen);
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    refresh();
  });

  every?.addEventListener("change", () => {
    if (every.checked) for (const box of boxes) box.checked = true;
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
