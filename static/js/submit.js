// Sends the forms in which people write, and stays on the page until the text has arrived. Whatever comes between is said beside the button.
import { mostOf } from "./counter.js";
import { draftOf } from "./draft.js";
import { send, SessionChanged, signInAddress, takeToken } from "./send.js";
import { button, isWriting, length, place, viewer, words } from "./text.js";

const usual = { 401: "gone", 403: "gone", 404: "gone", 413: "tooLarge", 429: "busy", 503: "busy" };

const saidIn = (form) => {
  const known = form.querySelector("[data-form-said]");
  if (known) return known;
  const made = document.createElement("div");
  made.className = "form-said";
  made.dataset.formSaid = "";
  made.setAttribute("role", "alert");
  const buttons = form.querySelector(".form-actions") ?? form.querySelector("button:not([type=button])")?.closest("p") ?? null;
  form.insertBefore(made, buttons?.parentElement === form ? buttons : null);
  return made;
};

const clear = (form) => form.querySelector("[data-form-said]")?.replaceChildren();

const say = (form, text, ...more) => {
  const line = document.createElement("p");
  line.append(text, ...more.flatMap((part) => [" ", part]));
  saidIn(form).replaceChildren(line);
};

const again = (form) => button(words("again"), () => form.requestSubmit(), "button button-quiet button-small");

const sayAndKeep = (form, text, ...more) => {
  say(form, text, ...more);
  draftOf(form)?.resume();
};

const saySignedOut = (form) => {
  const link = document.createElement("a");
  link.className = "button button-small";
  link.href = signInAddress();
  link.textContent = words("signIn");
  sayAndKeep(form, words("signedOut"), link);
};

const tooLong = (form) => {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  for (const area of form.querySelectorAll("textarea[data-most]")) {
    const [long, most] = [length(area.value), mostOf(area)];
    if (long <= most) continue;
    say(form, words("tooLong", { length: number.format(long), most: number.format(most), over: number.format(long - most) }), words("shorten"));
    area.focus();
    return true;
  }
  return false;
};

// What the server said is shown in place; where it wants another page shown, the browser sends the form itself.
const show = (form, status, html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const summary = page.querySelector(".errors-summary");
  const message = page.querySelector("[data-error-summary]")?.textContent.trim();
  if (summary) {
    summary.removeAttribute("data-focus");
    summary.removeAttribute("role"); // the place it is put in is the alert
    for (const link of summary.querySelectorAll("a[href^='#']")) {
      if (!form.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`)) link.replaceWith(...link.childNodes);
    }
    saidIn(form).replaceChildren(document.importNode(summary, true));
    draftOf(form)?.resume();
  } else if (message || !page.querySelector("form textarea")) {
    const what = page.querySelector(".error-facts dd")?.textContent.trim() ?? "";
    const known = words(usual[status] ?? "failedThere");
    sayAndKeep(form, status === 403 || status === 404 || !message ? known : `${message} ${what}`, again(form));
  } else {
    draftOf(form)?.settle();
    HTMLFormElement.prototype.submit.call(form);
  }
};

const goTo = (form, url) => {
  const next = new URL(url, location.href);
  if (viewer() && next.pathname === place("signIn")) return saySignedOut(form);
  draftOf(form)?.settle();
  for (const area of form.querySelectorAll("[data-editor-text]")) area.value = area.defaultValue = ""; // it has arrived: the way back must not bring it again
  const isHere = next.pathname === location.pathname && next.search === location.search;
  location.assign(next);
  if (isHere) location.reload();
};

const bodyOf = (form, submitter) => {
  const data = new FormData(form, submitter);
  return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
};

const deliver = async (form, submitter) => {
  form.setAttribute("aria-busy", "true");
  clear(form);
  await draftOf(form)?.pause();
  try {
    const answer = await send(form.getAttribute("action"), bodyOf(form, submitter), { form, headers: { "X-Keep-Page": "1" } });
    const next = answer.headers.get("X-Go-To");
    if (next) goTo(form, next);
    else show(form, answer.status, await answer.text());
  } catch (error) {
    if (!(error instanceof SessionChanged)) sayAndKeep(form, words("offline"), again(form));
    else if (error.viewer === "") saySignedOut(form);
    else sayAndKeep(form, words("otherPerson"));
  } finally {
    form.removeAttribute("aria-busy");
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!isWriting(form) || event.submitter?.hasAttribute("formaction")) return;
  if (form.getAttribute("aria-busy") === "true" || tooLong(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, { capture: true });

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isWriting(form) || form.matches("[hx-post]") || event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  deliver(form, event.submitter);
});

// Forms that htmx sends: the same words, and the fresh token.
const writing = (event) => (event.detail.elt?.matches?.("form") && isWriting(event.detail.elt) ? event.detail.elt : null);
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = writing(event);
  if (form) { clear(form); draftOf(form)?.pause(); }
});
// before the swap: the form that comes instead looks for what this browser keeps
document.addEventListener("htmx:beforeOnLoad", (event) => event.detail.xhr.status < 400 && draftOf(writing(event))?.settle());
document.addEventListener("htmx:afterRequest", (event) => {
  const form = writing(event);
  const { successful, xhr } = event.detail;
  if (!form || successful) return null;
  if (xhr.status === 422) return draftOf(form)?.resume();
  if (!xhr.status) return sayAndKeep(form, words("offline"), again(form));
  if (xhr.status === 409) return draftOf(form)?.resume();
  const fresh = xhr.status === 400 && !form.dataset.renewed ? takeToken(xhr.responseText) : null;
  form.dataset.renewed = "";
  if (fresh && fresh.viewer === viewer()) { form.dataset.renewed = "yes"; return form.requestSubmit(); }
  if (fresh && fresh.viewer === "") return saySignedOut(form);
  if (fresh) return sayAndKeep(form, words("otherPerson"));
  return show(form, xhr.status, xhr.responseText);
});

export const start = () => {};
