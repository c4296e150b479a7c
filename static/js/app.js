// Entry: loads a module only where its data attribute stands on the page, now and after every htmx swap.
import { toast, words } from "./toast.js";

const modules = [
  ["[data-menu]", () => import("./menu.js")],
  ["[data-editor-text], [data-draft-url]", () => import("./writing.js")],
  ["[data-upload-tray]", () => import("./upload.js")],
  ["[data-counter-for]", () => import("./counter.js")],
  ["[data-search], [data-key], [data-keys]", () => import("./keys.js")],
  ["[data-instant]", () => import("./instant.js")],
  ["[data-confirm]", () => import("./confirm.js")],
  ["[data-dialog]", () => import("./dialog.js")],
  ["[data-reveal]", () => import("./reveal.js")],
  ["[data-colour-for]", () => import("./colour.js")],
  ["[data-copy]", () => import("./copy.js")],
  ["[data-toc]", () => import("./toc.js")],
  ["[data-toast]", () => import("./toast.js")],
  ["[data-submit-on-change]", () => import("./filter.js")],
  [".prose :is(pre, table)", () => import("./scrollers.js")],
  [".tabs ul, .desk-queues, .filters-scroll, .places, .table-box", () => import("./edges.js")],
  ["[data-asking]", () => import("./asking.js")],
  ["[data-opened-url]", () => import("./opened.js")],
  [".thread-bar", () => import("./bar.js")],
  ["nav [aria-current]", () => import("./current.js")],
  ["[data-news]", () => import("./news.js")],
  ["[data-unread]", () => import("./unread.js")],
  ["[data-video]", () => import("./video.js")],
];

const start = (root) => {
  for (const [selector, load] of modules) {
    if (root.matches?.(selector) || root.querySelector(selector)) load().then((module) => module.start(root));
  }
  root.querySelector("[data-focus]")?.focus();
};

// The token stands in the page's head for members, in the form itself on pages for visitors.
document.addEventListener("htmx:configRequest", ({ target, detail }) => {
  const token = document.querySelector("meta[name=csrf-token]")?.content
    ?? target.closest("form")?.elements.namedItem("csrf_token")?.value;
  if (token && detail.verb !== "get") detail.headers["X-CSRFToken"] = token;
});

// Forms in which people write say it beside their button.
const saysItself = (element) => element?.matches?.("form:has([data-editor-text])");
document.addEventListener("htmx:responseError", ({ detail: { elt, xhr } }) => {
  if (saysItself(elt)) return;
  const page = new DOMParser().parseFromString(xhr.responseText ?? "", "text/html");
  const said = page.querySelector("[data-error-summary]")?.textContent;
  const usual = { 401: "signedOut", 429: "busy", 503: "busy" }[xhr.status] ?? "failed";
  toast("error", said || words(usual));
});
for (const event of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, ({ detail }) => saysItself(detail.elt) || toast("error", words("offline")));
}

// A server may answer htmx with the header HX-Trigger: {"toast": {"kind": "done", "text": "…"}}.
document.addEventListener("toast", ({ detail }) => toast(detail.kind, detail.text));

// A swap replaces the button that was pressed: the keyboard stays where it was, and a new count is seen to move.
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const reachable = "button, a[href], input:not([type=hidden])";
let held = -1;
let heldIn = null;
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  heldIn = target.id;
  held = [...target.querySelectorAll(reachable)].indexOf(document.activeElement);
});
document.addEventListener("htmx:load", ({ target }) => {
  if (target === document.body) return;
  start(target);
  const controls = target.querySelectorAll(reachable);
  const isHeld = target.id === heldIn; // what was swapped beside it holds nobody's place
  if (isHeld && held >= 0 && document.activeElement === document.body) controls[Math.min(held, controls.length - 1)]?.focus();
  if (!calm.matches) target.querySelector("[aria-pressed=true] .count")?.animate({ translate: ["0 60%", "0 0"], opacity: [0, 1] }, { duration: 180, easing: "ease-out" });
  if (isHeld) held = -1;
});

start(document);
