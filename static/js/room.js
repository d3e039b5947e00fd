// A box with data-room: while one types, says how many characters are more than can be set; nothing is cut off.
for (const box of document.querySelectorAll("[data-room]")) {
  const most = Number(box.dataset.room);
  const said = document.createElement("p");
  said.className = "field-error";
  said.setAttribute("role", "status");
  said.id = `${box.id}-room`;
  box.after(said);
  box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") || ""} ${said.id}`.trim());
  const tell = () => {
    const written = [...box.value.trim()].length;
    said.textContent = written > most ? `已写${written}字，超过${most}字排不下，请精简` : "";
  };
  box.addEventListener("input", tell);
  tell();
}
