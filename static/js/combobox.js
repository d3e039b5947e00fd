// select[data-combobox]: something found by typing one of its names (option data-names, made by core/picking.py; the
// same rule judges the text on the server). The select stays in the form and carries the value; the text box helps to
// choose. A text that means nothing, or several, is an error beside the box: it goes to the server as it stands or not
// at all, and never falls back to what was chosen before. input[data-combobox]: the same over the options of its datalist,
// where the text itself is sent; data-free: any text may stand.
const MOST = 12;
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const abbreviates = (short, name) => short.length > 1 && [...name].reduce((at, char) => at + (char === short[at]), 0) === short.length;
let serial = 0;

class Combobox {
  constructor(source) {
    const select = source.tagName === "SELECT" ? source : null;
    Object.assign(this, { source, select, held: source.options ?? source.list.options }); // held: as they are at any time
    this.build();
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("click", () => this.show(this.options, ""));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.judge());
    // mousedown comes before blur: the choice must not be lost to the closing list.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const line = event.target.closest("[role=option]");
      if (line) this.choose(this.found[[...this.list.children].indexOf(line)]);
    });
    this.select?.addEventListener("choices:arrived", () => this.arrived());
    this.select?.addEventListener("change", () => { this.input.value = this.name(); this.complain(""); });
    source.form?.addEventListener("submit", (event) => {
      if (!event.defaultPrevented && !this.judge()) event.preventDefault(), this.input.focus();
    }, true); // before whatever else a form does when it is sent
  }

  get options() {
    const all = [...this.held].filter((option) => option.value !== "" && option.dataset.said === undefined);
    for (const option of all) option.shown = this.select ? option.text : option.value;
    for (const option of all) option.names = (option.dataset.names ?? fold(option.shown)).split(" ");
    return all;
  }

  // A filter's choices come when it is first used (choices.js): nothing is judged before.
  get waiting() { return this.select?.form?.dataset.choices !== undefined; }
  get settled() {
    const text = this.input.value.trim();
    return this.select ? text === this.name() && this.select.selectedOptions[0]?.dataset.said === undefined : text === "";
  }

  build() {
    const id = `combo-${(serial += 1)}`;
    const box = document.createElement("div");
    box.className = `combo ${[...this.source.classList].filter((name) => name.startsWith("control-")).join(" ")}`;
    this.input = this.select ? this.boxFor(this.select) : this.source;
    this.input.removeAttribute("list");
    this.described = this.source.getAttribute("aria-describedby") ?? "";
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list" })) this.input.setAttribute(name, value);
    this.list = Object.assign(document.createElement("ul"), { id, className: "combo-list", hidden: true, role: "listbox", ariaLabel: "候选" });
    this.refusal = Object.assign(document.createElement("p"), { id: `${id}-error`, className: "field-error", hidden: true, role: "alert" });
    this.source.before(box);
    box.append(this.input, this.list, this.refusal);
  }

  boxFor(select) {
    const input = document.createElement("input");
    input.className = `form-control ${select.classList.contains("is-invalid") ? "is-invalid" : ""}`;
    Object.assign(input, { autocomplete: "off", value: this.name(), placeholder: select.form?.dataset.filters === undefined ? "输入名称、简称或拼音" : `${select.options[0].text}（名称、拼音）` });
    for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    // Label and error link must reach the box that is seen, so it takes over the id.
    [input.id, select.id] = [select.id, `${select.id}-value`];
    select.hidden = true;
    return input;
  }

  // What was chosen, in words; of a box without a select nothing but its text is.
  name() {
    const chosen = this.select?.selectedOptions[0];
    return chosen?.value ? chosen.text : "";
  }

  // The options a text may mean: called so, else those whose names hold it (in letters: begin with it).
  meant(text) {
    const wanted = fold(text);
    const ascii = /^[\x20-\x7e]*$/.test(wanted);
    const fits = [
      (names) => names[0] === wanted,
      (names) => names.includes(wanted),
      (names) => names.some((name) => (ascii ? name.startsWith(wanted) : name.includes(wanted))),
    ];
    for (const fit of fits) {
      const found = this.options.filter((option) => fit(option.names));
      if (found.length) return found;
    }
    return [];
  }

  // Enter pressed before the choices came counts when they are there.
  arrived() {
    if (this.early || document.activeElement !== this.input) this.judge();
    else if (!this.list.hidden) this.settled ? this.show(this.options, "") : this.typed();
  }

  typed() {
    this.early = false;
    this.complain("");
    const text = this.input.value.trim();
    if (this.select) text ? this.keep(text) : (this.select.value = "");
    const found = text ? this.meant(text) : this.options;
    const near = found.length ? [] : this.options.filter((option) => abbreviates(fold(text), fold(option.shown)));
    this.show(found.length ? found : near, found.length ? "" : `没有“${text}”${near.length ? "，是否为：" : "，换个写法试试"}`);
    this.at = found.length === 1 && text ? 0 : -1;
    this.mark();
  }

  show(offered, word) {
    const [found, none] = this.waiting ? [[], "正在取可选项…"] : [offered, word];
    this.found = found.slice(0, MOST);
    this.at = -1;
    this.list.replaceChildren(...this.found.map((option, i) => Object.assign(
      document.createElement("li"), { id: `${this.list.id}-${i}`, className: "combo-option", textContent: option.shown, role: "option" },
    )));
    const more = found.length > MOST ? `还有${found.length - MOST}个，请再输几个字` : none;
    if (more) this.list.append(Object.assign(document.createElement("li"), { className: "combo-none", textContent: more }));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  mark() {
    [...this.list.querySelectorAll("[role=option]")].forEach((line, i) => line.setAttribute("aria-selected", String(i === this.at)));
    const line = this.at < 0 ? null : this.list.children[this.at];
    if (line) this.input.setAttribute("aria-activedescendant", line.id);
    else this.input.removeAttribute("aria-activedescendant");
    line?.scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    this.said?.remove();
    (this.select ?? this.input).value = option.value;
    (this.select ?? this.input).dispatchEvent(new Event("change", { bubbles: true }));
    this.complain("");
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  // Whether the text means one option (or nothing is asked for): that is chosen; else the text itself stands.
  judge() {
    this.close();
    const text = this.input.value.trim();
    if (this.settled || this.source.dataset.free !== undefined) return true;
    if (this.waiting && text !== "") return this.keep(text), (this.early = true);
    const found = text === "" ? [{ value: "" }] : this.meant(text);
    if (found.length === 1) {
      if (this.select || found[0].value !== text) this.choose(found[0]);
      return true;
    }
    if (this.select) this.keep(text);
    this.complain(found.length ? `“${text}”有${found.length}个相符，请写全或从列表中选一个` : `没有“${text}”，请改写或从列表中选`);
    return false;
  }

  // The server is told what was typed, never what was chosen before it.
  keep(text) {
    this.said ??= this.select.querySelector("[data-said]") ?? new Option();
    Object.assign(this.said, { value: text, text });
    this.said.dataset.said = "true";
    this.select.append(this.said);
    this.said.selected = true;
  }

  complain(message) {
    if (!message && this.refusal.hidden) return;
    this.refusal.textContent = message;
    this.refusal.hidden = message === "";
    this.input.classList.toggle("is-invalid", message !== "");
    this.input.setAttribute("aria-invalid", String(message !== ""));
    this.input.setAttribute("aria-describedby", `${this.described} ${message ? this.refusal.id : ""}`.trim());
  }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) this.show(this.options, "");
      if (this.found.length) this.at = this.at < 0 ? (step > 0 ? 0 : this.found.length - 1) : (this.at + step + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter" && !event.ctrlKey) {
      const open = !this.list.hidden;
      if (open && this.at >= 0) this.choose(this.found[this.at]);
      else if (this.judge() && !open) return;
      event.preventDefault();
    } else if (event.key === "Escape") this.close();
  }
}

for (const select of document.querySelectorAll("[data-combobox]")) new Combobox(select);
