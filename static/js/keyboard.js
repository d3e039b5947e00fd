// "/" goes to the search box, Ctrl+Enter saves the form one is in, j and k walk down and up the rows of a list, "?" shows all keys.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

function walk(step) {
  const rows = [...document.querySelectorAll("[data-rows] > tbody > tr")];
  if (rows.length === 0) return;
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(here + step, 0), rows.length - 1)];
  const stop = next.querySelector("a[href], button, input:not([type=checkbox])") ?? next.querySelector("input");
  stop?.focus();
  next.scrollIntoView({ block: "nearest" });
}

function save(target) {
  const forms = document.querySelectorAll("main form.form[data-once]");
  const form = target.closest("form[data-once]") ?? (forms.length === 1 ? forms[0] : null); // nothing entered yet: the page's own
  form?.requestSubmit(form.querySelector("button.btn-primary, button:not([type=button])"));
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]:modal") && event.key !== "Enter") return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    save(event.target);
  } else if (!typing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    if (event.key === "/") {
      event.preventDefault();
      document.querySelector("[data-shortcut='/']")?.select();
    }
    if (event.key === "?" || event.key === "？") document.querySelector("a[data-confirm][href$='#keys']")?.click();
    if (event.key === "j") walk(1);
    if (event.key === "k") walk(-1);
  }
});
