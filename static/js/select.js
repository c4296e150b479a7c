// Selecting rows of the desk's list: by their box, from one to another with Shift, by "x" on the row one is at, all or none.
// What is selected stays so when the list is drawn anew; the form that takes it stands below the list, and "b" leads there.
const chosen = new Set();
let last = null;

const boxes = () => [...document.querySelectorAll("#queue input[name=thread]")];

const tell = () => {
  for (const box of boxes()) box.checked ? chosen.add(box.value) : chosen.delete(box.value);
  const number = document.querySelector("[data-selected]");
  if (!number) return;
  number.hidden = false;
  number.querySelector("b").textContent = boxes().filter((box) => box.checked).length;
};

const set = (wanted, some = boxes()) => {
  for (const box of some) box.checked = wanted;
  tell();
};

const begin = () => {
  for (const box of boxes()) if (chosen.has(box.value)) box.checked = true;
  for (const button of document.querySelectorAll("[data-select]")) button.hidden = false;
  tell();
};

document.addEventListener("click", ({ target, shiftKey }) => {
  const all = target.closest("[data-select]");
  if (all) set(all.dataset.select === "all");
  if (!target.matches("#queue input[name=thread]")) return;
  const now = boxes();
  const [from, to] = [now.indexOf(last), now.indexOf(target)].sort((a, b) => a - b);
  if (shiftKey && from >= 0) set(target.checked, now.slice(from, to + 1));
  last = target;
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("#queue input[name=thread]")) tell();
});

const select = (event) => {
  const row = document.querySelector(".queue-row.is-active") ?? document.querySelector(".queue-row.is-current") ?? document.querySelector(".queue-row");
  const box = row?.querySelector("input[name=thread]");
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
  last = box;
  tell();
};

const goToActs = (event) => {
  const act = document.querySelector("#bulk button");
  if (!act?.checkVisibility()) return;
  event.preventDefault();
  act.focus();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys-off") === "yes") return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
  if (event.key === "x") select(event);
  else if (event.key === "b") goToActs(event);
});

document.addEventListener("htmx:afterSettle", begin);
addEventListener("pageshow", begin); // a browser that goes back ticks what was ticked
begin();
