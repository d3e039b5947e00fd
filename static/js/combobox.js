// select[data-combobox]: a unit or person found by typing part of the name or the pinyin initials (option data-initials).
// The select stays in the form and carries the value; the text box only helps to choose.
const MOST = 12;
let serial = 0;

class Combobox {
  constructor(select) {
    this.select = select;
    this.options = [...select.options].filter((option) => option.value !== "");
    this.build();
    this.input.addEventListener("input", () => this.show(this.input.value));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("click", () => this.show(""));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
    // mousedown comes before blur: the choice must not be lost to the closing list.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const line = event.target.closest("[role=option]");
      if (line) this.choose(this.found[[...this.list.children].indexOf(line)]);
    });
    select.addEventListener("change", () => { this.input.value = this.name(); });
  }

  build() {
    const id = `combo-${(serial += 1)}`;
    const box = document.createElement("div");
    box.className = `combo ${[...this.select.classList].filter((name) => name.startsWith("control-")).join(" ")}`;
    this.input = document.createElement("input");
    this.input.className = "form-control";
    this.input.classList.toggle("is-invalid", this.select.classList.contains("is-invalid"));
    this.input.autocomplete = "off";
    this.input.value = this.name();
    this.input.placeholder = this.select.dataset.placeholder ?? "输入名称或拼音首字母";
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) {
      this.input.setAttribute(name, value);
    }
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
    }
    this.list = document.createElement("ul");
    Object.assign(this.list, { id, className: "combo-list", hidden: true, role: "listbox", ariaLabel: "候选" });
    // Label and error link must reach the box that is seen, so it takes over the id.
    [this.input.id, this.select.id] = [this.select.id, `${this.select.id}-value`];
    this.select.hidden = true;
    this.select.before(box);
    box.append(this.input, this.list);
  }

  name() {
    const chosen = this.select.selectedOptions[0];
    return chosen && chosen.value !== "" ? chosen.text : "";
  }

  show(text) {
    const wanted = text.trim().toLowerCase();
    const fits = (option) => option.text.toLowerCase().includes(wanted) || (option.dataset.initials ?? "").includes(wanted);
    const begins = (option) => ` ${option.text} ${option.dataset.initials ?? ""}`.toLowerCase().includes(` ${wanted}`);
    this.found = this.options.filter(fits).sort((a, b) => begins(b) - begins(a)).slice(0, MOST);
    this.at = this.found.length ? 0 : -1;
    this.list.replaceChildren(...this.found.map((option, i) => {
      const line = document.createElement("li");
      Object.assign(line, { id: `${this.list.id}-${i}`, className: "combo-option", textContent: option.text, role: "option" });
      return line;
    }));
    if (!this.found.length) this.list.append(Object.assign(document.createElement("li"), { className: "combo-none", textContent: "没有找到，换个写法试试" }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((line, i) => line.setAttribute("aria-selected", String(i === this.at)));
    const line = this.at < 0 ? null : this.list.children[this.at];
    if (line) this.input.setAttribute("aria-activedescendant", line.id);
    else this.input.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    this.select.value = option.value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  leave() {
    if (this.input.value.trim() === "" && this.select.value !== "") this.choose({ value: "" });
    this.input.value = this.name();
    this.close();
  }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.show("");
      else if (this.found.length) this.at = (this.at + step + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter" && !this.list.hidden && this.at >= 0 && !event.ctrlKey) {
      event.preventDefault();
      this.choose(this.found[this.at]);
    } else if (event.key === "Escape") {
      this.close();
    }
  }
}

for (const select of document.querySelectorAll("select[data-combobox]")) new Combobox(select);
