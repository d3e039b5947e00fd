// details[data-fold] stand open on a desk; a phone begins with their titles alone. Without script everything is open.
if (window.matchMedia("(max-width: 767.98px)").matches) {
  for (const section of document.querySelectorAll("details[data-fold]")) {
    if (!section.querySelector(":target, .is-invalid")) section.open = false;
  }
}
