// Buttons on the page of a row: all but the first ask before they act.
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".page-actions")) return;
  const button = event.submitter;
  if (button.matches("button:first-of-type")) return;
  if (!confirm(`${button.textContent.trim()} for good?`)) event.preventDefault();
});

// Parts of a recipe: as many rows as it takes.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll(".more-rows")) {
    const rows = button.parentElement.previousElementSibling;
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = rows.lastElementChild.cloneNode(true);
      for (const box of row.querySelectorAll("input")) box.value = "";
      rows.append(row);
      row.querySelector("input").focus();
    });
  }
});

// Several codes in one box: what is suggested completes the last of them.
document.addEventListener("input", (event) => {
  if (!event.target.matches("input[data-several]")) return;
  const typed = event.target.value;
  const before = typed.slice(0, typed.search(/[^\s,;]*$/));
  for (const option of event.target.list.options) {
    option.dataset.code ??= option.value;
    option.value = before + option.dataset.code;
  }
});

// Codes below a box of lines: the one that is pressed is written where the cursor stands.
document.addEventListener("click", (event) => {
  if (!event.target.matches(".known-codes button")) return;
  const box = document.getElementById(event.target.closest(".known-codes").dataset.for);
  box.setRangeText(event.target.textContent, box.selectionStart, box.selectionEnd, "end");
  box.focus();
});

// Figures that were unfolded stay so when a page looks again by itself.
document.addEventListener("DOMContentLoaded", () => {
  const kept = `unfolded ${location.pathname}`;
  const boxes = [...document.querySelectorAll(".result details")];
  const open = new Set(JSON.parse(sessionStorage.getItem(kept) ?? "[]"));
  for (const box of boxes) {
    box.open = open.has(box.id);
    box.addEventListener("toggle", () => {
      const now = boxes.filter((one) => one.open).map((one) => one.id);
      sessionStorage.setItem(kept, JSON.stringify(now));
    });
  }
});
