// data-editor: buttons that write Markdown around the selection; Ctrl+B, I, K, E; Ctrl+Enter sends; pictures by paste, drop or button.
const wraps = { bold: "**", italic: "_" };
const keys = { b: "bold", i: "italic", k: "link", e: "code" };
const lines = { list: "- ", quote: "> " };

// execCommand keeps the browser's own undo; setRangeText is the fallback.
const insert = (area, text, from, to) => {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
};

const wrap = (area, left, right = left) => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const wrapped = value.slice(from - left.length, from) === left && value.slice(to, to + right.length) === right;
  if (wrapped) {
    insert(area, chosen, from - left.length, to + right.length);
    area.setSelectionRange(from - left.length, to - left.length);
  } else {
    insert(area, left + chosen + right, from, to);
    area.setSelectionRange(from + left.length, to + left.length);
  }
};

const prefixLines = (area, prefix) => {
  const { selectionStart, selectionEnd: to, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const rows = value.slice(from, to).split("\n");
  const all = rows.every((row) => row.startsWith(prefix));
  insert(area, rows.map((row) => (all ? row.slice(prefix.length) : prefix + row)).join("\n"), from, to);
};

const link = (area) => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const text = isAddress ? `[](${chosen})` : `[${chosen}](https://)`;
  insert(area, text, from, to);
  const at = isAddress ? from + 1 : from + text.length - 1;
  area.setSelectionRange(at, at);
};

const format = (area, act) => {
  if (wraps[act]) return wrap(area, wraps[act]);
  if (lines[act]) return prefixLines(area, lines[act]);
  if (act === "link") return link(area);
  const many = area.value.slice(area.selectionStart, area.selectionEnd).includes("\n");
  return many ? wrap(area, "```\n", "\n```") : wrap(area, "`");
};

const upload = async (editor, area, file) => {
  const { uploadUrl, uploading, uploadFailed } = editor.dataset;
  const place = `![${uploading}]()`;
  insert(area, place, area.selectionStart, area.selectionEnd);
  const body = new FormData();
  body.append("file", file);
  const token = document.querySelector("meta[name=csrf-token]")?.content ?? area.form?.elements.namedItem("csrf_token")?.value ?? "";
  let text = "";
  try {
    const answer = await fetch(uploadUrl, { method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { url, alt } = await answer.json();
    text = `![${alt || file.name.replace(/[[\]]/g, "")}](${url})`;
  } catch {
    const { toast } = await import("./toast.js");
    toast("error", uploadFailed);
  }
  const at = area.value.indexOf(place);
  if (at >= 0) insert(area, text, at, at + place.length);
};

const acceptPictures = (editor, area) => {
  const send = (files) => {
    const pictures = [...(files ?? [])].filter((file) => file.type.startsWith("image/"));
    pictures.forEach((file) => upload(editor, area, file));
    return pictures.length > 0;
  };
  area.addEventListener("paste", (event) => send(event.clipboardData?.files) && event.preventDefault());
  editor.addEventListener("dragover", (event) => { event.preventDefault(); editor.classList.add("is-dropping"); });
  for (const end of ["dragleave", "drop"]) editor.addEventListener(end, () => editor.classList.remove("is-dropping"));
  editor.addEventListener("drop", (event) => { event.preventDefault(); send(event.dataTransfer?.files); });
  editor.querySelector("[data-upload]")?.addEventListener("change", ({ target }) => { send(target.files); target.value = ""; });
};

const preview = (editor, area, button) => {
  const pane = editor.querySelector("[data-preview-pane]");
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(shown));
    pane.hidden = !shown;
    area.hidden = shown;
  });
};

const enhance = (editor) => {
  if (editor.dataset.ready) return;
  editor.dataset.ready = "yes";
  const area = editor.querySelector("[data-editor-text]");
  editor.querySelector("[data-toolbar]").hidden = false;
  editor.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-format]")?.dataset.format;
    if (act) format(area, act);
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (event.key === "Enter") { event.preventDefault(); area.form?.requestSubmit(); }
    else if (keys[event.key]) { event.preventDefault(); format(area, keys[event.key]); }
  });
  if (editor.dataset.uploadUrl) acceptPictures(editor, area);
  const button = editor.querySelector("[data-preview]");
  if (button) preview(editor, area, button);
};

export const start = (root) => root.querySelectorAll("[data-editor]").forEach(enhance);
