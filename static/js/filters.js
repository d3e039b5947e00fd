// A chosen filter applies at once; empty ones stay out of the URL, so that it can be read and shared.
for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("change", (event) => {
    const inMenu = event.target.closest("details[data-menu]");
    if (event.target.matches("select") && !inMenu) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    for (const control of form.elements) {
      if (control.name && control.value === "") control.disabled = true;
    }
  });
}

// Back from the next page the browser shows the form as it was left: with its empty filters switched off.
window.addEventListener("pageshow", () => {
  for (const control of document.querySelectorAll("form[data-filters] :disabled")) control.disabled = false;
});
