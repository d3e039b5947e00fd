// A changing form goes out once: its buttons rest after the first submit, and wake when the page is shown again.
const buttons = (form) => [...form.elements].filter((one) => one.localName === "button"); // wherever they stand
// What takes longer than a second says so meanwhile, in [data-waiting] of the page.
const PATIENCE = 1000;
const note = document.querySelector("[data-waiting]");
let waiting = 0;

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A download leaves the page as it is: nothing would wake the buttons again.
  if (event.defaultPrevented || form.method !== "post" || event.submitter?.dataset.download !== undefined) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // After the browser has collected the form, or the pressed button's own name would be missing from it.
  setTimeout(() => {
    for (const button of buttons(form)) button.disabled = true;
  });
  const uploads = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  waiting = setTimeout(() => {
    if (note) note.textContent = uploads ? note.dataset.uploading : note.dataset.waiting;
  }, PATIENCE);
});

window.addEventListener("pageshow", () => {
  clearTimeout(waiting);
  if (note) note.textContent = "";
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of buttons(form)) button.disabled = false;
  }
});
