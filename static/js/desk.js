// The desk: the row whose thread is open, the claim kept while one types, links put into the answer, "o" to open.
import { toast } from "./toast.js";

const RENEW_EVERY_MS = 60_000;
let renewedAt = 0;

const here = () => {
  const id = document.getElementById("work")?.dataset.thread;
  for (const row of document.querySelectorAll(".queue-row")) {
    const current = row.id === `queue-${id}`;
    row.classList.toggle("is-current", current);
    row.querySelector("h3 a")?.toggleAttribute("aria-current", current);
  }
  const desk = document.querySelector(".desk");
  if (desk) desk.dataset.pane = id ? "work" : "list";
  for (const button of document.querySelectorAll("[data-insert]")) button.hidden = false;
};

const renew = async (form) => {
  if (Date.now() - renewedAt < RENEW_EVERY_MS) return;
  renewedAt = Date.now();
  const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  const answer = await fetch(form.dataset.renewUrl, { method: "POST", headers: { "X-CSRFToken": token, "HX-Target": "work" } }).catch(() => null);
  const said = answer?.status === 409 && answer.headers.get("HX-Trigger");
  if (said) toast("error", JSON.parse(said).toast.text);
};

const insert = (link) => {
  const field = document.querySelector(".work-answer textarea");
  if (!field) return;
  field.setRangeText(link, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
};

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-renew-url]");
  if (form) renew(form);
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-insert]");
  if (button) insert(button.dataset.insert);
});

document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".work-details[open]")) target.querySelector("textarea, input:not([type=hidden], [type=file])")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "o" || localStorage.getItem("keys-off") === "yes" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
  const row = document.querySelector(".queue-row.is-active") ?? document.querySelector(".queue-row");
  row?.querySelector("h3 a")?.click();
});

// another thread begins at its top; an act on the same one leaves the eye where it is
let shown = document.getElementById("work")?.dataset.thread;
document.addEventListener("htmx:afterSettle", () => {
  here();
  if (document.activeElement === document.body) document.querySelector("#work [aria-invalid=true], .queue-row.is-current h3 a")?.focus();
  const now = document.getElementById("work")?.dataset.thread;
  if (now === shown) return;
  shown = now;
  document.querySelector(".desk-work")?.scrollTo(0, 0);
  scrollTo(0, 0);
});

here();
