// Improves pages that work without it: focus on errors, toasts that leave, drafts that survive a reload.

const DRAFT = "draft:";
const DRAFT_DAYS = 3;
const TOAST_MS = 10_000;

function focusErrors() {
  document.querySelector(".error-summary")?.focus();
}

// A toast stays for as long as somebody points at it or has focus in it.
function leave(toast) {
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), TOAST_MS); };
  const stop = () => clearTimeout(timer);
  toast.removeAttribute("data-toast");
  toast.addEventListener("pointerenter", stop);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", stop);
  toast.addEventListener("focusout", start);
  start();
}

function timeToasts() {
  document.querySelectorAll("[data-toast]").forEach(leave);
}

// Drafts: one per person acting, page and field. Kept until a later page shows that the text was received.
const actor = document.body.dataset.actor;
const keyOf = (field) => `${DRAFT}${actor}:${location.pathname}:${field.name}`;
const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith(DRAFT));

function keep(event) {
  const field = event.target;
  if (!actor || field.tagName !== "TEXTAREA" || !field.name) return;
  localStorage.setItem(keyOf(field), JSON.stringify({ text: field.value, at: Date.now() }));
}

function restore() {
  const sent = sessionStorage.getItem("sent");
  const failed = document.body.hasAttribute("data-failed") || document.querySelector(".error-summary");
  if (sent && !failed) drafts().filter((key) => key.startsWith(sent)).forEach((key) => localStorage.removeItem(key));
  if (!document.body.hasAttribute("data-failed")) sessionStorage.removeItem("sent");
  const oldest = Date.now() - DRAFT_DAYS * 86_400_000;
  for (const key of drafts()) {
    if (JSON.parse(localStorage.getItem(key)).at < oldest) localStorage.removeItem(key);
  }
  document.querySelectorAll("main textarea[name]").forEach((field) => {
    const draft = localStorage.getItem(keyOf(field));
    if (draft && !field.value) field.value = JSON.parse(draft).text;
  });
}

function remember(event) {
  if (event.target.hasAttribute("data-leaves")) drafts().forEach((key) => localStorage.removeItem(key));
  else if (event.target.method === "post") sessionStorage.setItem("sent", `${DRAFT}${actor}:${location.pathname}:`);
}

focusErrors();
timeToasts();
restore();
document.addEventListener("input", keep);
document.addEventListener("submit", remember);
document.addEventListener("htmx:oobAfterSwap", timeToasts);
