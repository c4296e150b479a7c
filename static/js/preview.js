// data-modes: write, preview, or both beside each other; the server draws the preview, a moment after the last key.
import { send } from "./send.js";
import { words } from "./text.js";

const PAUSE_MS = 400;

const enhance = (modes) => {
  if (modes.dataset.ready) return;
  modes.dataset.ready = "yes";
  modes.hidden = false;
  const editor = modes.closest("[data-editor]");
  const area = editor.querySelector("[data-editor-text]");
  const pane = editor.querySelector("[data-preview-pane]");
  let timer = 0;
  let shown = null;
  let asked = 0;

  const draw = async () => {
    clearTimeout(timer);
    const text = area.value;
    if (text === shown) return;
    asked += 1;
    const turn = asked;
    pane.setAttribute("aria-busy", "true");
    let html = null;
    try {
      const answer = await send(modes.dataset.previewUrl, new URLSearchParams({ body: text }), { form: area.form, headers: { "HX-Request": "true" }, anyone: true });
      if (answer.ok || answer.status === 422) html = await answer.text();
    } catch { /* said below */ }
    if (turn !== asked) return; // what was typed since is on its way
    pane.removeAttribute("aria-busy");
    shown = html === null ? null : text;
    if (html === null) pane.textContent = words("noPreview");
    else pane.innerHTML = html;
  };

  const choose = (mode) => {
    editor.dataset.mode = mode;
    for (const button of modes.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === mode));
    pane.hidden = mode === "write";
    area.hidden = mode === "preview";
    const bar = editor.querySelector("[data-toolbar]");
    if (bar) bar.hidden = mode === "preview";
    if (mode !== "write") draw();
  };

  modes.addEventListener("click", ({ target }) => {
    const mode = target.closest("button")?.value;
    if (!mode) return;
    choose(mode);
    if (mode === "write") area.focus();
  });
  area.addEventListener("input", () => {
    clearTimeout(timer);
    if (editor.dataset.mode === "both") timer = setTimeout(draw, PAUSE_MS);
  });
  area.addEventListener("invalid", () => choose("write"));
};

export const start = (root) => root.querySelectorAll("[data-modes]").forEach(enhance);
