// form[data-choices]: what its comboboxes offer stands in another page, which is fetched when one of them is first used.
// Until it is there a text typed stays as it is; sent so, the server understands it by the same rule (core/picking.py).
const pages = new Map();

async function page(address) {
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
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
    if (!pages.has(address)) pages.set(address, page(address));
    const whole = await pages.get(address);
    if (form.dataset.choices === undefined) return;
    delete form.dataset.choices;
    for (const select of form.querySelectorAll("select[data-combobox]")) {
      const offered = whole.querySelector(`form[data-filters] select[name="${select.name}"]`);
      if (offered) fill(select, offered);
    }
  } catch {
    pages.delete(address); // asked again at the next use
  }
});
