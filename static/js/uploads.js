// Chosen files are listed with their size before sending; a wrong type or size is refused at once, and files may be dropped.
const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

function problem(file, input) {
  const types = (input.accept || "").split(",").map((type) => type.trim().toLowerCase()).filter(Boolean);
  const name = file.name.toLowerCase();
  const most = Number(input.dataset.maxBytes || Infinity);
  if (file.size === 0) return "文件是空的，请重新选择";
  if (file.size > most) return `超过 ${size(most)}，请压缩或分成几份`;
  if (types.length && !types.some((type) => type.startsWith(".") ? name.endsWith(type) : file.type.startsWith(type.replace("*", "")))) {
    return `只接受 ${types.join("、")}`;
  }
  return null;
}

function show(input, list) {
  list.replaceChildren();
  const good = new DataTransfer();
  for (const file of input.files) {
    const wrong = problem(file, input);
    if (!wrong) good.items.add(file);
    const line = document.createElement("li");
    line.textContent = wrong ? `${file.name}：${wrong}，没有加入` : `${file.name}（${size(file.size)}）`;
    line.classList.toggle("refused", wrong !== null);
    list.append(line);
  }
  input.files = good.files;
}

for (const box of document.querySelectorAll("[data-upload]")) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-upload-list]");
  input.addEventListener("change", () => show(input, list));
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("uploading");
  });
  box.addEventListener("dragleave", () => box.classList.remove("uploading"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("uploading");
    const taken = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) taken.items.add(file);
    input.files = taken.files;
    show(input, list);
  });
}
