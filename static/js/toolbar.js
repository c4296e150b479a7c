// data-editor-text: Markdown by buttons and keys. Lists go on with Enter, an address pasted over words makes a link; Tab leaves the field.
import { insert, isWriting, lineStart } from "./text.js";

const wraps = { bold: "**", italic: "_" };
const lines = {
  list: { mark: () => "- ", known: /^[-*+] / },
  numbers: { mark: (at) => `${at + 1}. `, known: /^\d+[.)] / },
  quote: { mark: () => "> ", known: /^> ?/ },
  heading: { mark: () => "## ", known: /^#{1,6} / },
};
const letters = { b: "bold", i: "italic", k: "link", e: "code" };
const digits = { Digit7: "numbers", Digit8: "list", Digit9: "quote" }; // with Shift
const address = /^https?:\/\/\S+$/;
const item = /^(\s*)(?:([-*+]) (\[[ x]\] )?|(\d+)([.)]) |> )/;

const wrap = (area, left, right = left) => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const wrapped = value.slice(from - left.length, from) === left && value.slice(to, to + right.length) === right;
  if (wrapped) insert(area, chosen, from - left.length, to + right.length);
  else insert(area, left + chosen + right, from, to);
  const at = wrapped ? from - left.length : from + left.length;
  area.setSelectionRange(at, at + chosen.length);
};

const markLines = (area, { mark, known }) => {
  const from = lineStart(area);
  const ends = area.value.indexOf("\n", area.selectionEnd);
  const to = ends < 0 ? area.value.length : ends;
  const rows = area.value.slice(from, to).split("\n");
  const all = rows.every((row) => known.test(row));
  const bare = (row) => (known === lines.quote.known ? row : row.replace(lines.list.known, "").replace(lines.numbers.known, ""));
  const text = rows.map((row, at) => (all ? row.replace(known, "") : mark(at) + bare(row))).join("\n");
  insert(area, text, from, to);
  if (rows.length > 1) area.setSelectionRange(from, from + text.length);
};

const link = (area, url = "https://") => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  const isAddress = address.test(chosen);
  const text = isAddress ? `[](${chosen})` : `[${chosen}](${url})`;
  insert(area, text, from, to);
  const at = isAddress || !chosen ? from + 1 : from + text.length - 1;
  area.setSelectionRange(at, at);
};

const format = (area, act) => {
  if (wraps[act]) return wrap(area, wraps[act]);
  if (lines[act]) return markLines(area, lines[act]);
  if (act === "link") return link(area);
  const many = area.value.slice(area.selectionStart, area.selectionEnd).includes("\n");
  return many ? wrap(area, "```\n", "\n```") : wrap(area, "`");
};

// Enter in a list or a quote goes on with it; on an empty item it ends it.
const goOn = (area) => {
  if (area.selectionStart !== area.selectionEnd) return false;
  const from = lineStart(area);
  const row = area.value.slice(from, area.selectionStart);
  const found = item.exec(row);
  const inCode = (area.value.slice(0, from).match(/^```/gm) ?? []).length % 2;
  if (!found || inCode) return false;
  const [start, space, bullet, box, number, sign] = found;
  if (row.trim() === start.trim()) insert(area, "", from, area.selectionStart);
  else insert(area, `\n${space}${number ? `${Number(number) + 1}${sign} ` : bullet ? `${bullet} ${box ? "[ ] " : ""}` : "> "}`);
  return true;
};

const areaOf = (target) => (target.matches?.("textarea[data-editor-text]") ? target : null);

document.addEventListener("keydown", (event) => {
  const area = areaOf(event.target);
  if (!area || event.isComposing || event.defaultPrevented || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    // where the keyboard writes other letters, the place of the key counts
    const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
    const act = event.shiftKey ? digits[event.code] : letters[letter];
    if (event.key === "Enter" && !event.shiftKey && isWriting(area.form)) area.form.requestSubmit();
    else if (act) format(area, act);
    else return;
  } else if (event.key !== "Enter" || event.shiftKey || !goOn(area)) return;
  event.preventDefault();
});

document.addEventListener("paste", (event) => {
  const area = areaOf(event.target);
  const pasted = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (!area || !address.test(pasted)) return;
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  if (!chosen.trim() || chosen.includes("\n") || address.test(chosen)) return;
  event.preventDefault();
  link(area, pasted);
});

// One stop for Tab; arrows, Home and End walk along the buttons.
const walk = (bar, tools, event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = tools.indexOf(document.activeElement);
  const next = event.key === "Home" ? 0 : event.key === "End" ? tools.length - 1 : step && (at + step + tools.length) % tools.length;
  if (next === undefined || at < 0) return;
  event.preventDefault();
  tools.forEach((tool, index) => { tool.tabIndex = index === next ? 0 : -1; });
  tools[next].focus();
};

const enhance = (bar) => {
  if (bar.dataset.ready) return;
  bar.dataset.ready = "yes";
  bar.hidden = false;
  const tools = [...bar.querySelectorAll("button, input")];
  tools.forEach((tool, index) => { tool.tabIndex = index ? -1 : 0; });
  if (/Mac|iP/.test(navigator.platform)) for (const tool of tools) tool.title = tool.title.replace("Ctrl+", "⌘").replace("Shift+", "⇧");
  const area = document.getElementById(bar.getAttribute("aria-controls"));
  bar.addEventListener("keydown", (event) => walk(bar, tools, event));
  bar.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-format]")?.dataset.format;
    if (act && area) format(area, act);
  });
};

export const start = (root) => root.querySelectorAll("[data-toolbar]").forEach(enhance);
