// .preview[data-preview-of=form-id]: posts that form to its data-preview url a moment after the last change and shows the PDF it
// answers. blob: is not in the policy for frames, so the answer is {"url": "/…"} of a rendered preview on our own host.
const DELAY = 900;

function typed(form) {
  const body = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") body.append(name, value);
  }
  return body;
}

function follow(box, form) {
  const frame = box.querySelector("iframe");
  const state = box.querySelector("[data-preview-state]");
  let timer = null;
  let running = null;

  async function reload() {
    running?.abort();
    running = new AbortController();
    state.textContent = "正在更新预览…";
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: typed(form), redirect: "error", signal: running.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { url } = await answer.json();
      frame.contentWindow.location.replace(url);
      state.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = "预览没有更新，填写的内容不受影响";
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(reload, DELAY);
  });
}

for (const box of document.querySelectorAll("[data-preview-of]")) {
  const form = document.getElementById(box.dataset.previewOf);
  if (form?.dataset.preview) follow(box, form);
}
