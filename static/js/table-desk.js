// [data-table-desk]: a small table typed or pasted cell by cell for the box that asked for it (shaping.js); Tab and Enter walk the cells.
const desk = document.querySelector("[data-table-desk]");

if (desk) {
  const body = desk.querySelector("[data-desk-cells]");
  const caption = desk.querySelector("input");
  const said = desk.querySelector("[data-desk-said]");
  const MOST = { rows: 40, columns: 8 };
  let asker = null;

  const cells = () => [...body.rows].map((row) => [...row.cells].map((cell) => cell.firstElementChild));
  const at = (row, column) => body.rows[row]?.cells[column]?.firstElementChild;

  function addCell(row) {
    const box = Object.assign(document.createElement("textarea"), { rows: 1, className: "form-control" });
    row.insertCell().append(box);
  }

  function resize(rows, columns) {
    const [height, width] = [Math.min(Math.max(rows, 2), MOST.rows), Math.min(Math.max(columns, 1), MOST.columns)];
    while (body.rows.length > height) body.deleteRow(-1);
    while (body.rows.length < height) body.insertRow();
    [...body.rows].forEach((row, y) => {
      while (row.cells.length > width) row.deleteCell(-1);
      while (row.cells.length < width) addCell(row);
      [...row.cells].forEach((cell, x) => cell.firstElementChild.setAttribute("aria-label", y ? `第${y}行第${x + 1}列` : `第${x + 1}列表头`));
    });
  }

  function fill(rows, top, left) {
    const wide = Math.max(...rows.map((row) => row.length));
    resize(Math.max(body.rows.length, top + rows.length), Math.max(body.rows[0]?.cells.length ?? 0, left + wide));
    rows.forEach((row, y) => {
      row.forEach((text, x) => {
        const cell = at(top + y, left + x);
        if (cell) cell.value = text;
      });
    });
  }

  document.addEventListener("table:wanted", async (event) => {
    asker = event.detail;
    said.textContent = "";
    body.replaceChildren();
    caption.value = "";
    try {
      const standing = asker.rows ? { rows: asker.rows, caption: "" } : await asker.ask([]);
      said.textContent = standing.refusal ?? "";
      caption.value = standing.caption ?? "";
      if (standing.rows?.length) fill(standing.rows, 0, 0);
      else resize(3, 3);
    } catch {
      resize(3, 3);
    }
    desk.showModal();
    at(0, 0).focus();
  });

  async function take() {
    const rows = cells();
    const typed = rows.flat().map((box) => ["cell", box.value]);
    try {
      const made = await asker.ask([["width", rows[0].length], ["caption", caption.value], ...typed]);
      if (made.refusal) {
        said.textContent = made.refusal;
        return;
      }
      desk.close();
      asker.put(made);
    } catch {
      said.textContent = "服务器没有应答，请再试一次";
    }
  }

  const ACTS = {
    row: () => resize(body.rows.length + 1, body.rows[0].cells.length),
    column: () => resize(body.rows.length, body.rows[0].cells.length + 1),
    "less-rows": () => resize(body.rows.length - 1, body.rows[0].cells.length),
    "less-columns": () => resize(body.rows.length, body.rows[0].cells.length - 1),
    take,
    close: () => {
      desk.close();
      asker.give();
    },
  };
  desk.addEventListener("click", (event) => ACTS[event.target.closest("[data-desk]")?.dataset.desk]?.());

  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    const cell = event.target.closest("td");
    const row = cell.parentElement.rowIndex;
    if (row + 1 === body.rows.length) ACTS.row();
    at(row + 1, cell.cellIndex)?.focus();
  });

  body.addEventListener("paste", (event) => {
    const plain = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n").trimEnd();
    if (!plain.includes("\t") && !plain.includes("\n")) return;
    event.preventDefault();
    const cell = event.target.closest("td");
    fill(plain.split("\n").map((line) => line.split("\t")), cell.parentElement.rowIndex, cell.cellIndex);
  });
}
