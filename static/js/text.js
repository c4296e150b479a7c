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
export const button = (text, act, kind = "link-button") => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};
