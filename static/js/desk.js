// The desk: the row whose thread is open, the claim kept while one types, links put into the answer, "o" to open.
import "./select.js";
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

const firstField = (box) => box.querySelector("textarea, select, input:not([type=hidden], [type=file])");

// A canned reply is inserted with its number, so that it is counted once the answer is sent.
const insert = (text, reply) => {
  const field = document.querySelector(".work-answer textarea");
  if (!field) return;
  const used = field.form.elements.namedItem("replies");
  if (reply && used && !used.value.split(",").includes(reply)) used.value = [used.value, reply].filter(Boolean).join(",");
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
};

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-renew-url]");
  if (form) renew(form);
});

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-insert]");
  if (!chosen) return;
  event.preventDefault();
  const { insert: text, reply } = chosen.dataset;
  if (reply) chosen.closest("details")?.removeAttribute("open");
  insert(text, reply);
});

// The palette: words in the field, arrows along what was found, Enter takes it, Escape puts it away.
document.addEventListener("keydown", (event) => {
  const palette = event.target.closest("[data-palette]");
  const box = event.target.closest(".work-details[open]");
  if (box && event.key === "Escape") {
    box.removeAttribute("open");
    box.querySelector("summary").focus();
    return;
  }
  if (!palette || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  const choices = [...palette.querySelectorAll("[data-reply]")];
  const at = choices.indexOf(event.target);
  if (event.key === "Enter") {
    if (at >= 0 || !choices.length) return; // a link does what it does
    choices[0].click();
  } else {
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (choices[next] ?? palette.querySelector("input")).focus();
  }
  event.preventDefault();
});

document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".work-details[open]")) firstField(target)?.focus();
}, true);

// What was asked for when it was opened has come: the keyboard goes on in its first field.
document.addEventListener("htmx:load", ({ target }) => {
  if (target.parentElement?.matches(".work-details[open]") && target.parentElement.dataset.opened === target.id) firstField(target)?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "o" || localStorage.getItem("keys-off") === "yes" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
  const row = document.querySelector(".queue-row.is-active") ?? document.querySelector(".queue-row");
  row?.querySelector("h3 a")?.click();
});

// another thread begins at its top, with the keys resting on its row and not in its answer; an act on the same one leaves eye and keyboard where they are
const rest = (isOther) => {
  const wanted = ["#work [aria-invalid=true]", ".queue-row.is-current h3 a", isOther ? "#work" : null];
  const places = wanted.map((one) => one && document.querySelector(one));
  places.find((place) => place?.checkVisibility())?.focus({ preventScroll: true });
};
let shown = document.getElementById("work")?.dataset.thread;
const follow = () => {
  here();
  const now = document.getElementById("work")?.dataset.thread;
  const at = document.activeElement;
  if (at === document.body || (now !== shown && at.closest("#work"))) rest(now !== shown);
  if (now === shown) return;
  shown = now;
  document.querySelector(".queue-row.is-current")?.scrollIntoView({ block: "nearest" });
  document.querySelector(".desk-work")?.scrollTo(0, 0);
  scrollTo(0, 0);
};
document.addEventListener("htmx:afterSwap", follow); // before the next key, which the field of the same name would take
document.addEventListener("htmx:afterSettle", follow);

here();
