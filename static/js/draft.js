// Keeps what is typed in a form: on the server where it has data-draft-url, and in this browser until the server has it.
// [data-draft-state] tells which of the two is true. A newer copy of this browser is offered, another window's text shown.
import { find, forget, keep, keyOf } from "./local.js";
import { send, SessionChanged, signInAddress } from "./send.js";
import { button, isWriting, replaceAll, viewer, words } from "./text.js";

const PAUSE_MS = 1200;
const ARRIVED_MS = 5000; // a page that was asked for before the draft had arrived is there by then
const UNKEPT = new Set(["csrf_token", "password", "submission_key", "hp", "seen_mine", "seen_locked", "seen_status"]);
const drafts = new WeakMap();
const open = new Set();

const kept = (form) => {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (UNKEPT.has(name) || value instanceof File) data.delete(name);
  return new URLSearchParams(data);
};
const fieldsOf = (form) => [...form.querySelectorAll("input:is([type=text], :not([type])), textarea")].filter((field) => field.name && !field.readOnly);
const areaOf = (form) => form.querySelector("[data-editor-text]");

// CRC-32, by which the server sees whether this window knows what is kept.
const checksum = (text) => {
  let sum = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return (~sum >>> 0).toString(16);
};

const clockTime = (at) => {
  const today = new Date().toDateString() === at.toDateString();
  return new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23", ...(today ? {} : { dateStyle: "medium" }) }).format(at);
};

class Draft {
  constructor(form) {
    this.form = form;
    this.key = keyOf(form);
    this.url = form.dataset.draftUrl;
    const isTouched = fieldsOf(form).some((field) => field.value !== field.defaultValue); // typed before the script was there
    this.begun = isTouched ? "" : kept(form).toString(); // as the page came
    this.sent = this.begun; // as the server has it
    this.known = areaOf(form)?.defaultValue ?? "";
    this.timer = 0;
    this.paused = false;
    this.pending = null;
    this.place = form.querySelector("[data-draft-state]");
    if (this.place?.dataset.kept) this.say("restored", {}, true);
    this.compare();
    form.addEventListener("input", () => this.typed());
    if (isTouched) this.typed();
  }

  say(kind, values = {}, discardable = false) {
    if (!this.place) return;
    this.place.dataset.kind = kind;
    this.place.setAttribute("aria-live", ["saving", "saved"].includes(kind) ? "off" : "polite");
    this.place.replaceChildren(words(kind, values));
    if (kind === "signedOut") {
      const link = document.createElement("a");
      link.href = signInAddress();
      link.textContent = words("signIn");
      this.place.append(" ", link);
    }
    if (discardable) this.place.append(" ", button(words("discard"), () => this.discard()));
  }

  // A copy of this browser that the server never got: taken where nothing is written, else offered.
  compare() {
    const copy = find(this.key);
    if (!copy) return;
    const then = new URLSearchParams(copy.text);
    const differs = (field) => then.has(field.name) && then.get(field.name) !== field.value;
    const changed = fieldsOf(this.form).filter(differs);
    if (!changed.some((field) => then.get(field.name).trim())) return forget(this.key);
    const put = () => {
      for (const field of changed) replaceAll(field, then.get(field.name));
      this.say("restored", {}, true);
    };
    if (fieldsOf(this.form).every((field) => !field.value.trim())) {
      for (const field of changed) field.value = then.get(field.name);
      for (const field of changed) field.dispatchEvent(new Event("input", { bubbles: true }));
      this.say("restored", {}, true);
      this.timer = setTimeout(() => this.save(), PAUSE_MS);
      return;
    }
    const offer = document.createElement("p");
    offer.className = "draft-offer";
    offer.setAttribute("role", "status");
    const answer = (act) => () => { offer.remove(); act(); };
    offer.append(words("offer", { time: clockTime(new Date(copy.at)) }), " ", button(words("restore"), answer(put)), " ", button(words("discard"), answer(() => forget(this.key))));
    (areaOf(this.form)?.closest(".editor-field, .field") ?? areaOf(this.form)).before(offer);
  }

  typed() {
    clearTimeout(this.timer);
    this.isLocal = keep(this.key, kept(this.form).toString());
    if (!this.url) return this.say(this.isLocal ? "here" : "nowhere");
    this.say("saving");
    this.timer = setTimeout(() => this.save(), PAUSE_MS);
  }

  save(keepalive = false) {
    clearTimeout(this.timer);
    if (!this.url || this.paused) return Promise.resolve();
    if (this.pending) return this.pending.then(() => this.save(keepalive));
    this.pending = this.put(keepalive).finally(() => { this.pending = null; });
    return this.pending;
  }

  async put(keepalive) {
    const body = kept(this.form);
    const text = body.toString();
    const area = areaOf(this.form)?.value ?? "";
    if (text === this.sent) return null;
    body.set("seen", checksum(this.known));
    try {
      const answer = await send(this.url, body, { form: this.form, keepalive, anyone: true });
      if (!answer.ok) return this.say(this.isLocal ? "refused" : "nowhere");
      const { at, owner, other } = await answer.json();
      this.sent = text;
      this.known = area;
      const isMine = String(owner ?? "") === viewer();
      if (isMine) setTimeout(() => find(this.key)?.text === text && forget(this.key), ARRIVED_MS);
      if (!isMine && owner === null) this.say("signedOut");
      else if (kept(this.form).toString() === text) this.say("saved", { time: clockTime(new Date(at)) }, Boolean(area));
      if (other) this.tellOther(other);
    } catch (error) {
      if (error instanceof SessionChanged) this.say("otherPerson");
      else if (!this.paused) this.say(this.isLocal ? "failed" : "nowhere");
    }
    return null;
  }

  // Another window kept something else: the newest stands, the other one stays in sight.
  tellOther(text) {
    const field = areaOf(this.form).closest(".editor-field, .field") ?? areaOf(this.form);
    this.form.querySelector(".draft-other")?.remove();
    const box = document.createElement("details");
    box.className = "draft-other";
    const summary = document.createElement("summary");
    summary.textContent = words("other");
    const copy = document.createElement("textarea");
    copy.className = "input";
    copy.readOnly = true;
    copy.rows = 6;
    copy.value = text;
    copy.setAttribute("aria-label", words("other"));
    box.append(summary, copy);
    field.after(box);
  }

  discard() {
    const area = areaOf(this.form);
    const before = area.value;
    replaceAll(area, this.form.querySelector("[data-draft-original]")?.value ?? "");
    clearTimeout(this.timer);
    forget(this.key);
    const body = new URLSearchParams();
    send(`${this.url}/delete`, body, { form: this.form, headers: { "X-Keep-Page": "1" } }).catch(() => {});
    this.sent = kept(this.form).toString();
    this.known = "";
    this.say("discarded");
    this.place.append(" ", button(words("undo"), () => replaceAll(area, before)));
  }

  // While the form itself is on its way nothing else is sent; what it brought is kept until that is certain.
  async pause() {
    clearTimeout(this.timer);
    this.paused = true;
    await this.pending;
  }

  resume() {
    this.paused = false;
    if (this.url) this.sent = "";
    return this.save();
  }

  settle() {
    clearTimeout(this.timer);
    this.paused = true;
    this.sent = kept(this.form).toString();
    this.begun = this.sent;
    forget(this.key);
  }

  get isUnsaved() {
    if (this.paused || !this.form.isConnected) return false;
    const now = kept(this.form).toString();
    return this.url ? now !== this.sent && ["failed", "refused", "nowhere", "otherPerson"].includes(this.place?.dataset.kind) : now !== this.begun;
  }
}

export const draftOf = (form) => drafts.get(form);

const each = (act) => {
  for (const draft of [...open]) draft.form.isConnected ? act(draft) : open.delete(draft);
};
window.addEventListener("beforeunload", (event) => each((draft) => draft.isUnsaved && event.preventDefault()));
window.addEventListener("online", () => each((draft) => draft.save()));
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && each((draft) => draft.save(true)));
document.addEventListener("draft:discard", () => each((draft) => draft.settle())); // the server says that this need not be sent any more

export const start = (root) => {
  const forms = [root, ...root.querySelectorAll("form")].filter((form) => form.matches?.("form") && isWriting(form));
  for (const form of forms) {
    if (drafts.has(form)) continue;
    const draft = new Draft(form);
    drafts.set(form, draft);
    open.add(draft);
  }
};
