// Buttons on the page of a row: all but the first ask before they act.
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".page-actions")) return;
  const button = event.submitter;
  if (button.matches("button:first-of-type")) return;
  if (!confirm(`${button.textContent.trim()} for good?`)) event.preventDefault();
});
