// a[data-in-place]: the form of the page it leads to opens where one reads, below the line of the link; it is sent as on its own page.
// Without script, or when that page has no form, the link is followed.
let opened = null;

function close() {
  opened?.box.remove();
  opened?.link.setAttribute("aria-expanded", "false");
  opened?.link.focus({ preventScroll: true });
  opened = null;
}

const isChanged = (form) => [...form.elements].some((one) => one.type !== "hidden" && one.defaultValue !== undefined && one.value !== one.defaultValue);

async function open(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("main form.form");
  if (!answer.ok || answer.redirected || !form) throw new Error(String(answer.status));
  const box = document.createElement("div");
  box.className = "in-place";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", link.textContent.trim());
  box.append(form);
  form.querySelector(".save-bar a")?.addEventListener("click", (event) => {
    event.preventDefault();
    close();
  });
  link.closest("h3, h4, p, .remark-acts").after(box);
  link.setAttribute("aria-expanded", "true");
  opened = { link, box, form };
  document.dispatchEvent(new CustomEvent("form:arrived", { detail: form }));
  form.querySelector("textarea, input:not([type=hidden])")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-in-place]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const before = opened;
  if (before && before.link !== link && isChanged(before.form)) {
    before.form.querySelector(".save-bar button").focus(); // what was typed there is not thrown away
    return;
  }
  close();
  if (before?.link === link) return;
  open(link).catch(() => window.location.assign(link.href));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opened?.box.contains(event.target) && !isChanged(opened.form)) close();
});
