// A link to a confirmation (a[data-confirm]) opens its dialog properly: focus inside, Escape closes, the page behind is still.
// A dialog that stands in another page (the keys, in the help) is fetched when it is first asked for.
async function bring(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const dialog = page.getElementById(link.hash.slice(1));
  if (!answer.ok || answer.redirected || !dialog) throw new Error(String(answer.status));
  if (!document.getElementById(dialog.id)) document.body.append(dialog);
  link.click();
}

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
  if (link && link.pathname !== location.pathname) {
    event.preventDefault();
    bring(link).catch(() => location.assign(link.href));
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
