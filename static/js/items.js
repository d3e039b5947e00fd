// [data-items]: the items of a draft are added, moved, taken out and pasted on the page: no reload, focus and place stay. Without
// script the same buttons are submit buttons (drafting/arranging.py). Alt+↑ and Alt+↓ move the item one is in.
const box = document.querySelector("[data-items]");

if (box) {
  const form = box.closest("form");
  const blank = box.querySelector("[data-item-blank]");
  const said = box.querySelector("[data-items-said]");
  const { noun, most } = box.dataset;
  const items = () => [...box.querySelectorAll(":scope > [data-item]")];
  const fields = (item) => [...item.querySelectorAll("input:not([type=hidden]), textarea")];
  const field = (item, name) => item.querySelector(`[name$="-${name}"]`);
  const changed = () => form.dispatchEvent(new Event("change", { bubbles: true }));

  function renumber() {
    items().forEach((item, at) => {
      for (const node of item.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = node.getAttribute(name);
          if (value) node.setAttribute(name, value.replace(/\bitems-(?:\d+|N)-/g, `items-${at}-`));
        }
      }
      for (const number of item.querySelectorAll("[data-item-number]")) number.textContent = at + 1;
      for (const button of item.querySelectorAll("[data-arrange]")) button.value = `${button.dataset.arrange}-${at + 1}`;
    });
    box.querySelector(":scope > .note")?.toggleAttribute("hidden", items().length > 0);
    changed();
  }

  function fresh(after) {
    const item = blank.content.querySelector("[data-item]").cloneNode(true);
    const last = items().at(-1);
    if (after ?? last) (after ?? last).after(item);
    else blank.before(item);
    return item;
  }

  function say(text, undo) {
    said.textContent = text;
    if (!undo) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-link";
    button.textContent = "恢复";
    button.addEventListener("click", undo);
    said.append(" ", button);
  }

  function add(after) {
    if (items().length >= Number(most)) {
      say(`一件文书最多${most}${noun}`);
      return null;
    }
    const item = fresh(after);
    renumber();
    say(`已加第${items().indexOf(item) + 1}${noun}`);
    fields(item)[0].focus();
    return item;
  }

  function drop(item) {
    const all = items();
    const at = all.indexOf(item);
    const next = all[at + 1] ?? all[at - 1];
    item.remove();
    renumber();
    say(`已去掉第${at + 1}${noun}，保存后生效`, () => {
      const now = items();
      if (now[at]) now[at].before(item);
      else if (now.length) now.at(-1).after(item);
      else (blank ?? box.querySelector(".items-foot")).before(item);
      renumber();
      say("");
      fields(item)[0].focus();
    });
    (next ? fields(next)[0] : box.querySelector("[data-arrange=add]"))?.focus({ preventScroll: false });
  }

  // The neighbour is moved, not the item: whoever is typing in it goes on typing.
  function move(item, step) {
    const all = items();
    const other = all[all.indexOf(item) + step];
    if (!other) return;
    const top = item.getBoundingClientRect().top;
    if (step < 0) item.after(other);
    else item.before(other);
    renumber();
    window.scrollBy(0, item.getBoundingClientRect().top - top);
    say(`已移到第${items().indexOf(item) + 1}${noun}`);
  }

  const ACTS = { up: (item) => move(item, -1), down: (item) => move(item, 1), below: add, drop, add: () => add() };

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-arrange]");
    const act = button && ACTS[button.dataset.arrange];
    if (!act) return;
    event.preventDefault();
    act(button.closest("[data-item]"));
  });

  box.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const item = event.target.closest("[data-item]");
    if (!step || !item || !event.altKey) return;
    event.preventDefault();
    move(item, step);
  });

  form.addEventListener("autosave:restoring", (event) => {
    const wanted = event.detail.filter(([name]) => /^items-\d+-demand$/.test(name)).length;
    while (blank && items().length < wanted) fresh();
    renumber();
  });

  if (blank) pasting();

  function pasting() {
    const dialog = box.querySelector("[data-copied-preview]");
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
      body.append("held", String(items().length - 1));
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
      const here = target.closest("[data-item]");
      let at = here;
      rows.forEach((row, number) => {
        const empty = fields(here).every((one) => !one.value.trim());
        const item = number === 0 && empty ? here : fresh(at);
        columns.forEach((name, column) => {
          if (name) field(item, name).value = row[column];
        });
        at = item;
      });
      renumber();
      say(`已插入${rows.length}${noun}，保存后生效`);
      dialog.close();
      field(at, "demand").focus();
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
}
