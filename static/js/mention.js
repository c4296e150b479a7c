// After an @ people are offered: arrows choose, Enter or Tab takes, Escape closes. The list hangs below the word.
import { insert, place, words } from "./text.js";

const PAUSE_MS = 150;
const begun = /(?:^|[\s([{>«"'])@([\p{L}\p{N}_.\-]{0,40})$/u;
const copied = ["fontFamily", "fontSize", "fontWeight", "letterSpacing", "lineHeight", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth", "borderLeftWidth", "borderRightWidth", "tabSize", "textIndent"];

let list = null;
let area = null;
let timer = 0;
let turn = 0;
let from = 0;

const options = () => [...(list?.children ?? [])];
const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

const make = () => {
  list = document.createElement("ul");
  list.className = "mention-list";
  list.id = "mention-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words("people"));
  list.hidden = true;
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", ({ target }) => take(target.closest("[role=option]")));
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.id = "mention-told";
  told.setAttribute("role", "status");
  document.body.append(list, told);
};

const close = () => {
  turn += 1;
  clearTimeout(timer);
  if (!list || list.hidden) return;
  list.hidden = true;
  list.replaceChildren();
  area.removeAttribute("aria-activedescendant");
  area.removeAttribute("aria-controls");
};

const select = (at) => {
  const all = options();
  const next = (at + all.length) % all.length;
  all.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
  area.setAttribute("aria-activedescendant", all[next].id);
  all[next].scrollIntoView({ block: "nearest" });
};

const take = (option) => {
  if (!option) return;
  insert(area, `@${option.dataset.word} `, from, area.selectionStart);
  close();
};

// Where the @ stands: a twin of the field, written up to it.
const caret = () => {
  const style = getComputedStyle(area);
  const twin = document.createElement("div");
  for (const name of copied) twin.style[name] = style[name];
  Object.assign(twin.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", boxSizing: "border-box", width: `${area.offsetWidth}px` });
  twin.textContent = area.value.slice(0, from);
  const mark = document.createElement("span");
  mark.textContent = "@";
  twin.append(mark);
  document.body.append(twin);
  const at = { x: mark.offsetLeft, y: mark.offsetTop + mark.offsetHeight - area.scrollTop };
  twin.remove();
  return at;
};

const hang = () => {
  const box = area.getBoundingClientRect();
  const at = caret();
  list.hidden = false;
  const widest = document.documentElement.clientWidth - list.offsetWidth - 8;
  const below = box.top + Math.min(Math.max(at.y, 0), box.height) + 4;
  list.style.left = `${scrollX + Math.max(8, Math.min(box.left + at.x, widest))}px`;
  list.style.top = `${scrollY + below}px`;
};

const ask = async (typed) => {
  turn += 1;
  const mine = turn;
  const url = new URL(place("mentions"), location.href);
  url.searchParams.set("q", typed);
  const thread = area.closest("[data-thread]")?.dataset.thread ?? place("thread");
  if (thread) url.searchParams.set("thread", thread);
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  const html = answer?.ok && !answer.redirected ? await answer.text() : "";
  if (mine !== turn) return;
  if (!list) make();
  list.innerHTML = html;
  const count = options().length;
  document.getElementById("mention-told").textContent = count ? words("offered", { count }) : "";
  if (!count) return close();
  area.setAttribute("aria-controls", "mention-list");
  hang();
  select(0);
};

document.addEventListener("input", ({ target, isComposing }) => {
  if (!target.matches?.("textarea[data-editor-text]") || !place("mentions") || isComposing) return;
  area = target;
  const found = begun.exec(target.value.slice(Math.max(0, target.selectionStart - 60), target.selectionStart));
  if (!found) return close();
  from = target.selectionStart - found[1].length - 1;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE_MS, found[1]);
});

document.addEventListener("keydown", (event) => {
  if (!list || list.hidden || event.target !== area || event.isComposing) return;
  const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  if (event.key === "ArrowDown") select(chosen() + 1);
  else if (event.key === "ArrowUp") select(chosen() - 1);
  else if (event.key === "Escape") close();
  else if (plain && (event.key === "Enter" || event.key === "Tab")) take(options()[chosen()]);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });

document.addEventListener("focusout", ({ target }) => target === area && close());
document.addEventListener("scroll", ({ target }) => target === area && close(), { capture: true });

export const start = (root) => {
  for (const field of root.querySelectorAll("textarea[data-editor-text]")) if (place("mentions")) field.setAttribute("aria-autocomplete", "list");
};
