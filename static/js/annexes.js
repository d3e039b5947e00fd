// [data-annexes]: the annexes of a draft change places on the page, without a reload; without script the same buttons are submit
// buttons (drafting/arranging_forms.py). The neighbour is moved, not the annex: whoever is typing in it goes on typing.
const box = document.querySelector("[data-annexes]");

if (box) {
  const said = box.querySelector("[data-annexes-said]");
  const annexes = () => [...box.querySelectorAll(":scope > [data-annex]")];

  function renumber() {
    annexes().forEach((annex, at) => {
      for (const node of annex.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = node.getAttribute(name);
          if (value) node.setAttribute(name, value.replace(/\battached-\d+-/g, `attached-${at}-`));
        }
      }
      for (const number of annex.querySelectorAll("[data-annex-number]")) number.textContent = at + 1;
      for (const button of annex.querySelectorAll("[data-annex-move]")) button.value = `${button.dataset.annexMove}-${at + 1}`;
    });
    box.closest("form").dispatchEvent(new Event("change", { bubbles: true }));
  }

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-annex-move]");
    if (!button) return;
    event.preventDefault();
    const step = button.dataset.annexMove === "up" ? -1 : 1;
    const annex = button.closest("[data-annex]");
    const other = annexes()[annexes().indexOf(annex) + step];
    if (!other) return;
    const top = annex.getBoundingClientRect().top;
    annex[step < 0 ? "after" : "before"](other);
    renumber();
    window.scrollBy(0, annex.getBoundingClientRect().top - top);
    said.textContent = `已移为附件${annexes().indexOf(annex) + 1}，保存后生效`;
  });
}
