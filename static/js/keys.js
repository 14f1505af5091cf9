// Keys for those who want them: / searches, n makes new, j and k move among rows, Enter opens, ? helps.
// The person switches them off in the profile; then this file is not loaded (WCAG 2.1.4).

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const shown = (element) => element.offsetParent !== null;
const ROWS = "[data-row], .table__title, main .list__title";

function search() {
  // The page's own field before the one that stands on every page.
  const own = document.querySelectorAll("[data-search], .filters input[type=search]");
  const field = [...own, ...document.querySelectorAll("[data-find]")].find(shown);
  if (field) {
    field.focus();
    field.select();
  } else {
    document.querySelector("[data-search-page]")?.click();
  }
}

function move(step) {
  const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.matches("a") && shown(row));
  const at = rows.indexOf(document.activeElement);
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function help() {
  const dialog = document.querySelector("#keys");
  if (dialog && !dialog.open) dialog.showModal();
}

const KEYS = {
  "/": search,
  n: () => document.querySelector("[data-new]")?.click(),
  j: () => move(1),
  k: () => move(-1),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Escape leaves a field for the list below it.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("input[type=search]")) event.target.blur();
});
