// [data-copied-preview]: several lines or cells pasted into an item's box are shown first, column by column, and become items
// (items.js) or stay in the one box. What they are is read by the server (drafting/pasting.py); nothing is saved by it.
const dialog = document.querySelector("[data-copied-preview]");

if (dialog) {
  const box = dialog.closest("[data-items]");
  const form = box.closest("form");
  const { noun } = box.dataset;
  const part = (name) => dialog.querySelector(`[data-copied-${name}]`);
  const SHOWN = 12;
  let target = null;
  let plain = "";
  let rows = [];

  const chosen = () => [...part("columns").querySelectorAll("select")].map((one) => one.value);
  const cell = (tag, text) => {
    const made = document.createElement(tag);
    made.textContent = text;
    return made;
  };

  function show(columns) {
    part("columns").replaceChildren(
      ...columns.map((name, at) => {
        const head = document.createElement("th");
        const choice = part("column").cloneNode(true);
        choice.removeAttribute("data-copied-column");
        choice.hidden = false;
        choice.value = name;
        choice.setAttribute("aria-label", `第${at + 1}列是`);
        head.append(choice);
        return head;
      }),
    );
    part("rows").replaceChildren(
      ...rows.slice(0, SHOWN).map((row) => {
        const line = document.createElement("tr");
        line.append(...row.map((text) => cell("td", text)));
        return line;
      }),
    );
    const more = rows.length > SHOWN ? `，下面是前${SHOWN}行` : "";
    part("said").textContent = `读出${rows.length}行，每行作为一${noun}${more}。行首的序号已去掉。`;
    part("take").textContent = `插入 ${rows.length} ${noun}`;
    part("take").hidden = false;
  }

  function refuse(why) {
    rows = [];
    part("columns").replaceChildren();
    part("rows").replaceChildren();
    part("said").textContent = why;
    part("take").hidden = true;
  }

  function typeIn() {
    const [from, to] = [target.selectionStart, target.selectionEnd];
    target.setRangeText(target.tagName === "INPUT" ? plain.replaceAll(/\s+/g, " ").trim() : plain, from, to, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function ask() {
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("rows", plain);
    body.append("field", target.name.replace(/^items-\d+-/, ""));
    body.append("held", String(box.querySelectorAll(":scope > [data-item]").length - 1));
    const answer = await fetch(box.dataset.items, { method: "POST", body, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function offer() {
    try {
      const read = await ask();
      if (read.refusal) refuse(read.refusal);
      else {
        rows = read.rows;
        show(read.columns);
      }
    } catch {
      typeIn(); // the words are not lost because the server was not there
      return;
    }
    dialog.showModal();
    (part("take").hidden ? part("plain") : part("take")).focus();
  }

  function take() {
    const columns = chosen();
    const read = rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]]).filter(([name]) => name)));
    dialog.close();
    box.dispatchEvent(new CustomEvent("items:insert", { detail: { here: target.closest("[data-item]"), rows: read } }));
  }

  box.addEventListener("paste", (event) => {
    if (!event.target.closest("[data-item]")) return;
    const text = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n").trimEnd();
    const lines = text.split("\n").filter((line) => line.trim());
    if (lines.length < 2 && !text.includes("\t")) return;
    event.preventDefault();
    [target, plain] = [event.target, text];
    offer();
  });
  part("take").addEventListener("click", take);
  part("plain").addEventListener("click", () => {
    dialog.close();
    typeIn();
    target.focus();
  });
  part("close").addEventListener("click", () => {
    dialog.close();
    target.focus();
  });
}
