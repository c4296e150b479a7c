// Single keys: "/" to the search field; j and k walk [data-row]; data-key="c" on a control is pressed by its key; "?" opens the help.
// They rest while one types, and can be switched off in the help window (data-keys-toggle).
const OFF = "keys-off";
const typing = (element) => element?.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const isOff = () => localStorage.getItem(OFF) === "yes";

const walk = (step) => {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.matches(".is-active"));
  const at = now < 0 ? rows.findIndex((row) => row.matches(".is-current")) : now;
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
  rows.forEach((row) => row.classList.toggle("is-active", row === next));
  next.scrollIntoView({ block: "nearest" });
  next.querySelector(".queue-row-title a, .thread-row-title a, a")?.focus({ preventScroll: true });
};

const press = (control) => {
  if (control.matches("input, textarea, select")) control.focus();
  else control.click();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]") || isOff()) return;
  const onDesk = document.querySelector("[data-keys]");
  const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (control) press(control);
  else if (event.key === "/") [...document.querySelectorAll("[data-search], .hero-find .input, .search-form .input")].find((field) => field.checkVisibility())?.focus();
  else if (event.key === "j" && onDesk) walk(1);
  else if (event.key === "k" && onDesk) walk(-1);
  else if (event.key === "?") document.getElementById("keys")?.showModal?.();
  else return;
  event.preventDefault();
});

export const start = (root) => {
  for (const toggle of root.querySelectorAll("[data-keys-toggle]")) {
    toggle.checked = !isOff();
    toggle.addEventListener("change", () => localStorage.setItem(OFF, toggle.checked ? "no" : "yes"));
  }
};
