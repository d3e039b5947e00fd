// [data-depends]: a field that means something only while another one has one of some values (core/conditions.py).
for (const field of document.querySelectorAll("[data-depends]")) {
  const form = field.closest("form");
  const values = field.dataset.dependsOn.split(" ");
  const others = () => [...form.elements].filter((one) => one.name === field.dataset.depends);
  const holds = (one) => (one.type === "checkbox" || one.type === "radio" ? one.checked : true) && values.includes(one.type === "checkbox" && one.value === "y" ? String(one.checked) : one.value);
  const follow = () => { field.hidden = !field.classList.contains("field-bad") && !others().some(holds); };
  form.addEventListener("change", follow);
  follow();
}
