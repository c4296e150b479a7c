// data-menu on <details>: one open at a time, closed by Escape and by a press outside, arrows walk through it.
const open = () => document.querySelectorAll("details[data-menu][open]");

const close = (menu, refocus) => {
  menu.open = false;
  if (refocus) menu.querySelector("summary").focus();
};

document.addEventListener("pointerdown", ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) close(menu, false);
});

document.addEventListener("focusin", ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) close(menu, false);
});

document.addEventListener("keydown", (event) => {
  const [menu] = open();
  if (!menu) return;
  if (event.key === "Escape") return close(menu, true);
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...menu.querySelectorAll(".menu-panel :is(a, button)")].filter((item) => item.checkVisibility());
  if (!items.length || !menu.contains(document.activeElement)) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  const step = event.key === "ArrowDown" ? 1 : -1;
  items[at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length].focus();
});

export const start = () => {};
