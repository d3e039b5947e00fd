// [data-progress=url]: asks every second how far a task is; when it is over the page is loaded anew and shows what came of it.
const PAUSE = 1000;

async function follow(box) {
  try {
    const answer = await fetch(box.dataset.progress, { redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const { percent, step, state, over } = await answer.json();
    if (over) {
      window.location.reload();
      return;
    }
    box.querySelector("[data-progress-bar]").value = percent;
    box.querySelector("[data-progress-state]").textContent = state;
    box.querySelector("[data-progress-step]").textContent = step;
  } catch {
    box.querySelector("[data-progress-step]").textContent = "连不上服务器，稍后自动再试";
  }
  setTimeout(follow, PAUSE, box);
}

for (const box of document.querySelectorAll("[data-progress]")) setTimeout(follow, PAUSE, box);
