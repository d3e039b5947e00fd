// [data-shaping]: levels and tables for the box of the form one types in, by button or Ctrl+Alt+0…4. What becomes of the lines the
// server says (wording/shaping.py); undo takes it back. Without script the same buttons submit, box and line chosen beside them.
const bar = document.querySelector("[data-shaping]");

if (bar) {
  const form = bar.closest("form");
  const said = bar.querySelector("[data-shape-said]");
  const WORDS = /^(parts-\d+-words|items-\d+-(statement|demand)|attached-\d+-text)$/;
  let box = null;
  bar.querySelector("[data-shape-place]").hidden = true;

  const takes = (node) => node instanceof HTMLTextAreaElement && WORDS.test(node.name);
  const lineAt = (place) => box.value.slice(0, place).split("\n").length - 1;

  async function ask(url, asked) {
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    for (const [name, value] of asked) body.append(name, value);
    const answer = await fetch(url, { method: "POST", body, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function write(target, words) {
    target.focus({ preventScroll: true });
    if (!document.execCommand("insertText", false, words)) target.setRangeText(words, target.selectionStart, target.selectionEnd, "end");
  }

  function put(target, made) {
    const [page, inside] = [window.scrollY, target.scrollTop];
    const lines = made.text.split("\n");
    target.select();
    write(target, made.text);
    const end = lines.slice(0, made.last + 1).join("\n").length;
    target.setSelectionRange(end, end);
    target.scrollTop = inside;
    window.scrollTo(window.scrollX, page);
  }

  async function level(to) {
    const target = box;
    const asked = [["text", target.value], ["first", lineAt(target.selectionStart)], ["last", lineAt(target.selectionEnd)], ["level", to]];
    try {
      const made = await ask(bar.dataset.shaping, asked);
      said.textContent = made.refusal ?? "";
      if (!made.refusal) put(target, made);
    } catch {
      said.textContent = "服务器没有应答，文字没有变动";
    }
  }

  function table(rows, plain) {
    const target = box;
    const place = [["text", target.value], ["last", lineAt(target.selectionEnd)]];
    const detail = {
      rows,
      ask: (more) => ask(bar.dataset.tables, [...place, ...more]),
      put: (made) => put(target, made),
      give: () => (plain ? write(target, plain) : target.focus()),
    };
    form.ownerDocument.dispatchEvent(new CustomEvent("table:wanted", { detail }));
  }

  function use(tool) {
    if (!box?.isConnected) said.textContent = "请先把光标放在要编层次、加表格的段落里";
    else if (tool === "table") table();
    else level(tool.replace("level-", ""));
  }

  form.addEventListener("focusin", (event) => {
    if (takes(event.target)) box = event.target;
  });
  bar.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-shape]")) event.preventDefault(); // the caret stays where it is
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shape]");
    if (!button) return;
    event.preventDefault();
    use(button.value);
  });
  form.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || !event.altKey || !takes(event.target) || !/^Digit[0-4]$/.test(event.code)) return;
    event.preventDefault();
    use(`level-${event.code.at(-1)}`);
  });
  // Cells pasted into the text are a table; into an item they are items (pasted-items.js).
  form.addEventListener("paste", (event) => {
    const plain = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n").trimEnd();
    if (event.defaultPrevented || !takes(event.target) || !plain.includes("\t") || !plain.includes("\n")) return;
    event.preventDefault();
    box = event.target;
    table(plain.split("\n").map((line) => line.split("\t")), plain);
  });
}
