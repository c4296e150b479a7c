// Words chosen in a post can be quoted: a button beside them (or q) puts them into the answer, with a link to whom they are from.
import { insert, words } from "./text.js";

const PAUSE_MS = 200;
let offer = null;
let timer = 0;

const answerField = () => document.querySelector("#answer textarea[data-editor-text]");

const place = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement);

// What is chosen, if it lies within the text of one post that everybody here can see.
const chosen = () => {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0);
  const within = place(range.commonAncestorContainer);
  const text = within?.closest(".post .prose, .comment .prose");
  const post = text?.closest(".comment, .post");
  if (!post?.id.startsWith("p-") || post.matches(".is-gone") || text.closest(".editor")) return null;
  const code = within.closest("pre");
  return {
    range,
    text: selection.toString().trim(),
    fenced: Boolean(code),
    author: post.querySelector(".author")?.textContent.trim() ?? "",
    url: `/p/${post.id.slice(2)}`,
  };
};

const asMarkdown = ({ text, fenced, author, url }) => {
  const said = fenced ? `\`\`\`\n${text}\n\`\`\`` : text.replace(/([\\`*_[\]<>])/g, "\\$1").replace(/^(\s*)([-+#]|\d+[.)])(?=\s)/gm, "$1\\$2");
  const rows = [...said.split("\n"), "", `— [${author.replace(/([\\[\]])/g, "\\$1")}](${url})`];
  return `${rows.map((row) => `> ${row}`.trimEnd()).join("\n")}\n\n`;
};

const quote = (found) => {
  const area = answerField();
  if (!area) return;
  area.closest("details")?.setAttribute("open", "");
  area.closest("[data-editor]")?.querySelector("[data-modes] button[value=write]")?.click();
  const before = area.value.slice(0, area.selectionStart);
  const gap = before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
  insert(area, gap + asMarkdown(found), area.selectionStart, area.selectionEnd);
  getSelection().removeAllRanges();
  hide();
  area.focus();
  area.scrollIntoView({ block: "center" });
};

const hide = () => { offer?.remove(); offer = null; };

const show = () => {
  const found = answerField() && chosen();
  hide();
  if (!found) return;
  offer = document.createElement("button");
  offer.type = "button";
  offer.className = "button button-small quote-offer";
  offer.dataset.key = "q";
  offer.append(words("quote"));
  const key = document.createElement("kbd");
  key.textContent = "q";
  key.setAttribute("aria-hidden", "true");
  offer.append(" ", key);
  offer.addEventListener("pointerdown", (event) => event.preventDefault()); // the choice stays
  offer.addEventListener("click", () => quote(found));
  document.body.append(offer);
  const rows = [...found.range.getClientRects()];
  const last = rows.at(-1) ?? found.range.getBoundingClientRect();
  const widest = document.documentElement.clientWidth - offer.offsetWidth - 8;
  offer.style.left = `${scrollX + Math.max(8, Math.min(last.right - offer.offsetWidth / 2, widest))}px`;
  offer.style.top = `${scrollY + last.bottom + 8}px`;
};

document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  if (offer?.matches(":focus")) return;
  timer = setTimeout(show, PAUSE_MS);
});
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

export const start = () => {};
