// A link to a confirmation (a[data-confirm]) opens its dialog properly: focus inside, Escape closes, the page behind is still.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-confirm]");
  const dialog = link && document.getElementById(link.hash.slice(1));
  if (dialog) {
    event.preventDefault();
    // The menu it came from closes first, so that leaving the dialog leads back to something visible.
    const menu = link.closest("details[data-menu]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    dialog.showModal();
    (dialog.querySelector("textarea, input:not([type=hidden])") ?? dialog.querySelector("[data-confirm-close]")).focus();
    return;
  }
  const close = event.target.closest("dialog [data-confirm-close]");
  if (close) {
    event.preventDefault();
    close.closest("dialog").close();
  }
});

// What was typed in a dialog and refused stands there again, open.
document.querySelector("dialog[data-refused]")?.showModal();

// Somebody who came by #do-… without a click (a shared link, a reload) gets the same dialog.
const named = location.hash.startsWith("#do-") && document.getElementById(location.hash.slice(1));
if (named instanceof HTMLDialogElement) {
  history.replaceState(null, "", location.pathname + location.search);
  named.showModal();
}
