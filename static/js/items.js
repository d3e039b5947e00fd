// [data-items]: the items of a draft are added, moved, taken out and pasted on the page: no reload, focus and place stay. Without
// script the same buttons are submit buttons (drafting/arranging_forms.py). Alt+↑ and Alt+↓ move the item one is in.
const box = document.querySelector("[data-items]");

if (box) {
  const form = box.closest("form");
  const blank = box.querySelector("[data-item-blank]");
  const said = box.querySelector("[data-items-said]");
  const { noun, most } = box.dataset;
  const items = () => [...box.querySelectorAll(":scope > [data-item]")];
  const fields = (item) => [...item.querySelectorAll("input:not([type=hidden]), textarea")];

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
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function fresh(after) {
    const item = blank.content.querySelector("[data-item]").cloneNode(true);
    const place = after ?? items().at(-1);
    if (place) place.after(item);
    else blank.before(item);
    return item;
  }

  function say(text, undo) {
    said.textContent = text;
    if (!undo) return;
    const look = { type: "button", className: "btn btn-sm btn-link", textContent: "恢复" };
    const button = Object.assign(document.createElement("button"), look);
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
      (items()[at] ?? blank ?? box.querySelector(".items-foot")).before(item);
      renumber();
      say("");
      fields(item)[0].focus();
    });
    (next ? fields(next)[0] : box.querySelector("[data-arrange=add]"))?.focus({ preventScroll: false });
  }

  // The neighbour is moved, not the item: whoever is typing in it goes on typing.
  function move(item, step) {
    const other = items()[items().indexOf(item) + step];
    if (!other) return;
    const top = item.getBoundingClientRect().top;
    item[step < 0 ? "after" : "before"](other);
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

  // What was pasted and looked at (pasted-items.js): the first row fills the item it was pasted into where that is empty.
  box.addEventListener("items:insert", (event) => {
    const { here, rows } = event.detail;
    let at = here;
    rows.forEach((row, number) => {
      const empty = fields(here).every((one) => !one.value.trim());
      at = number === 0 && empty ? here : fresh(at);
      for (const [name, words] of Object.entries(row)) at.querySelector(`[name$="-${name}"]`).value = words;
    });
    renumber();
    say(`已插入${rows.length}${noun}，保存后生效`);
    fields(at).at(-1).focus();
  });
}
