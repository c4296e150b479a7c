// Changing a text as if it were typed, so that the browser's own undo goes on working.
export const insert = (area, text, from = area.selectionStart, to = area.selectionEnd) => {
  area.focus();
  area.setSelectionRange(from, to);
  if (!text && from === to) return;
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
};

export const replaceAll = (area, text) => insert(area, text, 0, area.value.length);
export const lineStart = (area, at = area.selectionStart) => area.value.lastIndexOf("\n", at - 1) + 1;

// What the page says while one writes, and whom it was drawn for: <template id="writing"> of components/writing.html.
const page = () => document.getElementById("writing")?.dataset ?? {};
export const words = (name, values = {}) => {
  const text = page()[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
  return Object.entries(values).reduce((said, [key, value]) => said.replaceAll(`{${key}}`, value), text);
};
export const viewer = () => page().viewer ?? "";
export const place = (name) => page()[name] ?? "";

export const isWriting = (form) => Boolean(form?.querySelector?.("[data-editor-text]") || form?.matches?.("[data-draft-url]"));
export const length = (text) => [...text].length; // as the server counts: characters, not halves of them
// Hangs something at a place of the window, in the main part, where it is read out.
export const host = () => document.querySelector("main") ?? document.body;
export const hang = (element, left, top) => {
  const within = element.offsetParent ?? document.body;
  const box = within.getBoundingClientRect();
  const widest = document.documentElement.clientWidth - element.offsetWidth - 8;
  element.style.left = `${Math.max(8, Math.min(left, widest)) - box.left + within.scrollLeft}px`;
  element.style.top = `${top - box.top + within.scrollTop}px`;
};
export const button = (text, act, kind = "link-button") => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};
