// input[data-day]: a day as people type it. What it means is asked of the server's one parser (core/typed_days.py) and shown
// beside it, with the day of the week and 休 or 班; what may be two days is asked; a calendar to pick from stands beside.
const DELAY = 200;

class Day {
  constructor(input) {
    this.input = input;
    const box = document.createElement("span");
    box.className = "day-box";
    input.before(box);
    this.picker = Object.assign(document.createElement("input"), { type: "date", className: "day-picker", tabIndex: -1 });
    this.picker.setAttribute("aria-hidden", "true");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "day-button", tabIndex: -1, title: "选日期" });
    const icon = Object.assign(document.createElement("i"), { className: "bi-calendar3" });
    button.append(icon, Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: "选日期" }));
    this.note = Object.assign(document.createElement("span"), { className: "day-note", role: "status" });
    box.append(input, button, this.picker);
    box.after(this.note);
    button.addEventListener("click", () => this.picker.showPicker());
    this.picker.addEventListener("change", () => this.take(this.picker.value));
    input.addEventListener("input", () => this.soon());
    input.addEventListener("focus", () => this.ask());
    input.addEventListener("blur", () => this.settle());
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), DELAY);
  }

  async ask() {
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    if (text === this.asked) return;
    this.asked = text;
    if (text === "") {
      this.tell({ readings: [], message: "" });
      return;
    }
    try {
      const answer = await fetch(`/days/understood?text=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && text === this.asked) this.tell(await answer.json());
    } catch { /* without the server the field is judged when it is sent */ }
  }

  async settle() {
    await this.ask();
    if (this.day && this.input.value.trim() === this.asked && document.activeElement !== this.input) {
      this.input.value = this.asked = this.day;
    }
  }

  tell({ readings, message }) {
    this.day = readings.length === 1 ? readings[0].day : null;
    if (this.day) this.picker.value = this.day;
    const bad = message !== "" && readings.length === 0;
    this.note.classList.toggle("day-bad", bad);
    this.note.replaceChildren();
    if (readings.length === 1) this.note.append(readings[0].shown);
    else if (readings.length) this.note.append("是哪一天？", ...readings.map((one) => this.offer(one)));
    else this.note.append(message);
  }

  offer(reading) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "day-reading", textContent: reading.shown });
    button.addEventListener("click", () => this.take(reading.day));
    return button;
  }

  take(day) {
    this.input.value = day;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    this.ask();
    this.input.focus();
  }
}

for (const input of document.querySelectorAll("input[data-day]")) new Day(input);
