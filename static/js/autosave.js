// form[data-autosave=url]: what is typed is posted there a few seconds after the last change. The answer is {"saved_at": "14:32"}.
// When the server cannot take it (session over, network down) a copy stays in this tab and is offered again on the next visit.
const DELAY = 3000;
const now = () => new Date().toTimeString().slice(0, 5);
// Neither files nor passwords are ever kept.
const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !form.querySelector(`[type=password][name="${name}"]`));
const texts = (form) => typed(form).filter(([name]) => name !== "csrf_token");

function keep(form) {
  sessionStorage.setItem(`draft:${form.dataset.autosave}`, JSON.stringify({ at: now(), fields: texts(form) }));
}

function say(form, text, failed) {
  const state = form.querySelector("[data-autosave-state]");
  state.textContent = text;
  state.classList.toggle("saved-failed", failed);
}

async function send(form) {
  const body = new FormData();
  for (const [name, value] of typed(form)) body.append(name, value);
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "error", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const saved = await answer.json();
    sessionStorage.removeItem(`draft:${form.dataset.autosave}`);
    say(form, `已自动保存 ${saved.saved_at ?? now()}`, false);
  } catch {
    keep(form);
    say(form, `服务器没有存上，已在本页暂存 ${now()}`, true);
  }
}

function restore(form, fields) {
  form.dispatchEvent(new CustomEvent("autosave:restoring", { detail: fields })); // who adds boxes by hand makes room
  const values = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : new Map(fields.map((pair) => [pair[0], fields.filter(([name]) => name === pair[0])]));
  for (const control of form.elements) {
    // The version stays the page's own: an old one would hide that somebody else saved meanwhile.
    if (!control.name || control.type === "hidden" || control.type === "file") continue;
    const mine = (values.get(control.name) ?? []).map(([, value]) => value);
    if (control.type === "checkbox" || control.type === "radio") control.checked = mine.includes(control.value);
    else if (mine.length) control.value = mine[0];
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function offer(form) {
  const stored = sessionStorage.getItem(`draft:${form.dataset.autosave}`);
  if (!stored) return;
  const { at, fields } = JSON.parse(stored);
  const line = document.createElement("p");
  line.className = "flash flash-plain";
  line.textContent = `您在 ${at} 填写的内容还暂存在本页。`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-quiet";
  button.textContent = "恢复";
  button.addEventListener("click", () => {
    restore(form, fields);
    line.remove();
  });
  line.append(button);
  form.prepend(line);
}

function follow(form) {
  let timer = null;
  offer(form);
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(send, DELAY, form);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => clearTimeout(timer));
}

for (const form of document.querySelectorAll("form[data-autosave]")) follow(form);
document.addEventListener("form:arrived", (event) => event.detail.dataset.autosave && follow(event.detail)); // in-place.js
