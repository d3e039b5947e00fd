// form[data-choices]: what its comboboxes offer stands in another page, which is fetched when one of them is first used;
// so are the columns that a[data-columns] leads to, when its menu is opened.
// Until it is there a text typed stays as it is; sent so, the server understands it by the same rule (core/picking.py).
const pages = new Map();

async function page(address) {
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function held(address) {
  if (!pages.has(address)) pages.set(address, page(address).catch((error) => { pages.delete(address); throw error; }));
  return pages.get(address);
}

function fill(select, offered) {
  const said = select.querySelector("[data-said]");
  const chosen = select.value;
  select.replaceChildren(...[...offered.options].map((option) => document.importNode(option, true)), ...(said ? [said] : []));
  select.value = chosen;
  select.dispatchEvent(new Event("choices:arrived"));
}

document.addEventListener("focusin", async (event) => {
  const form = event.target.matches("[role=combobox]") ? event.target.form : null;
  const address = form?.dataset.choices;
  if (!address) return;
  try {
    const whole = await held(address);
    if (form.dataset.choices === undefined) return;
    delete form.dataset.choices;
    for (const select of form.querySelectorAll("select[data-combobox]")) {
      const offered = whole.querySelector(`form[data-filters] select[name="${select.name}"]`);
      if (offered) fill(select, offered);
    }
  } catch { /* asked again at the next use */ }
});

document.addEventListener("toggle", async (event) => {
  const link = event.target.open && event.target.querySelector("a[data-columns]");
  if (!link) return;
  const whole = await held(link.href).catch(() => null); // without it the link is there to be followed
  const items = whole?.querySelector(".columns > .menu-items");
  if (items) link.closest(".menu-items").replaceWith(document.importNode(items, true));
}, true);
