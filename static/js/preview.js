// [data-preview-of=form-id]: posts that form to data-preview-url a moment after the last change and shows the page that comes back,
// {pages, page, picture, remark} or {refusal}. Nothing is saved by it. Closed it asks for nothing and takes no room; whoever opened it
// finds it open on the next form.
const DELAY = 700;
const OPEN = "preview-open";

function typed(form) {
  const body = new FormData();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") body.append(name, value);
  }
  return body;
}

function follow(box, form) {
  const part = (name) => box.querySelector(`[data-preview-${name}]`);
  const [picture, state, refusal, remark] = ["picture", "state", "refusal", "remark"].map(part);
  const steps = [...box.querySelectorAll("[data-preview-step]")];
  let page = 1;
  let timer = null;
  let running = null;

  function show(answer) {
    refusal.hidden = !answer.refusal;
    refusal.textContent = answer.refusal ?? "";
    state.textContent = answer.refusal ? "现在还印不出来" : `第${answer.page}面，共${answer.pages}面`;
    if (answer.refusal) return;
    remark.hidden = !answer.remark;
    remark.textContent = answer.remark;
    page = answer.page;
    picture.src = answer.picture;
    picture.alt = `版面预览第${answer.page}面`;
    picture.hidden = false;
    for (const step of steps) {
      step.hidden = answer.pages < 2;
      const to = page + Number(step.dataset.previewStep);
      step.disabled = to < 1 || to > answer.pages;
    }
  }

  async function reload() {
    running?.abort();
    running = new AbortController();
    try {
      const url = new URL(box.dataset.previewUrl, window.location.href);
      url.searchParams.set("page", String(page));
      const answer = await fetch(url, { method: "POST", body: typed(form), redirect: "error", signal: running.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = "预览没有更新，填写的内容不受影响";
    }
  }

  const opener = part("open");
  const isOpen = () => box.classList.contains("live-open");
  const soon = () => {
    clearTimeout(timer);
    if (isOpen()) timer = setTimeout(reload, DELAY);
  };

  function open(wanted) {
    box.classList.toggle("live-open", wanted);
    opener.textContent = wanted ? "收起版面" : "看版面";
    opener.setAttribute("aria-expanded", String(wanted));
    state.textContent = wanted ? "正在制版…" : "";
    if (wanted) reload();
  }
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  for (const step of steps) {
    step.addEventListener("click", () => {
      page += Number(step.dataset.previewStep);
      reload();
    });
  }
  opener.hidden = false;
  opener.addEventListener("click", () => {
    open(!isOpen());
    localStorage.setItem(OPEN, isOpen() ? "1" : "");
  });
  open(localStorage.getItem(OPEN) === "1");
}

for (const box of document.querySelectorAll("[data-preview-of]")) {
  const form = document.getElementById(box.dataset.previewOf);
  if (form) follow(box, form);
}
