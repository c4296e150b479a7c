// Entry: loads a module only where its data attribute stands on the page, now and after every htmx swap.
import { toast, words } from "./toast.js";

const modules = [
  ["[data-menu]", () => import("./menu.js")],
  ["[data-editor]", () => import("./toolbar.js")],
  ["[data-draft-url]", () => import("./draft.js")],
  ["[data-counter-for]", () => import("./counter.js")],
  ["[data-search], [data-key], [data-keys]", () => import("./keys.js")],
  ["[data-confirm]", () => import("./confirm.js")],
  ["[data-dialog]", () => import("./dialog.js")],
  ["[data-reveal]", () => import("./reveal.js")],
  ["[data-copy]", () => import("./copy.js")],
  ["[data-toc]", () => import("./toc.js")],
  ["[data-toast]", () => import("./toast.js")],
  ["[data-submit-on-change]", () => import("./filter.js")],
  [".prose :is(pre, table)", () => import("./scrollers.js")],
  ["[data-unread]", () => import("./unread.js")],
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

document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  const page = new DOMParser().parseFromString(xhr.responseText ?? "", "text/html");
  const said = page.querySelector("[data-error-summary]")?.textContent;
  const usual = { 401: "signedOut", 429: "busy", 503: "busy" }[xhr.status] ?? "failed";
  toast("error", said || words(usual));
});
for (const event of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(event, () => toast("error", words("offline")));
}

// A server may answer htmx with the header HX-Trigger: {"toast": {"kind": "done", "text": "…"}}.
document.addEventListener("toast", ({ detail }) => toast(detail.kind, detail.text));
document.addEventListener("htmx:load", ({ target }) => target !== document.body && start(target));

start(document);
