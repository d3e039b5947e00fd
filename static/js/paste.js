// [data-paste-rows]: rows copied in Excel or WPS and pasted anywhere on the page go through the importer, after a question:
// one box cannot hold a table. A merged cell's text stands in each of its cells, as in an uploaded sheet.
const quoted = (cell) => (/["\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function rowsOf(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return null;
  const grid = [...table.rows].map(() => []);
  [...table.rows].forEach((row, y) => {
    let x = 0;
    for (const cell of row.cells) {
      while (grid[y][x] !== undefined) x += 1;
      const text = cell.innerText ?? cell.textContent;
      for (let down = 0; down < cell.rowSpan && y + down < grid.length; down += 1) {
        for (let across = 0; across < cell.colSpan; across += 1) grid[y + down][x + across] = text.trim();
      }
    }
  });
  return grid.map((row) => Array.from(row, (cell) => quoted(cell ?? "")).join("\t"));
}

const KEPT = "pasted-rows";
const asking = document.querySelector("[data-paste-rows]");
if (asking) {
  document.addEventListener("paste", (event) => {
    const plain = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n").trimEnd();
    if (!plain.includes("\t") || !plain.includes("\n")) return;
    event.preventDefault();
    const rows = rowsOf(event.clipboardData.getData("text/html")) ?? plain.split("\n");
    sessionStorage.setItem(KEPT, rows.join("\n"));
    asking.hidden = false;
    asking.querySelector("[data-paste-count]").textContent = `您粘贴了${rows.length}行表格。`;
    asking.querySelector("a").focus();
  });
  asking.querySelector("[data-paste-drop]").addEventListener("click", () => {
    sessionStorage.removeItem(KEPT);
    asking.hidden = true;
  });
}

// The page that takes them sends them on at once: what they are is looked at there.
const taking = document.querySelector("textarea[data-pasted-rows]");
const kept = taking && sessionStorage.getItem(KEPT);
if (kept) {
  sessionStorage.removeItem(KEPT);
  taking.value = kept;
  taking.form.requestSubmit();
}
