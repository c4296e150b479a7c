// data-draft-url on a form: keeps what is typed on the server and in this browser.
// data-draft-saved, data-draft-failed, data-draft-restored hold the words shown in [data-draft-state].
const PAUSE_MS = 1500;
const UNKEPT = new Set(["csrf_token", "password", "hp"]);

const kept = (form) => {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (UNKEPT.has(name) || value instanceof File) data.delete(name);
  return data;
};

const say = (form, kind) => {
  for (const place of form.querySelectorAll("[data-draft-state]")) {
    place.dataset.kind = kind;
    place.textContent = form.dataset[`draft${kind[0].toUpperCase()}${kind.slice(1)}`] ?? "";
  }
};

const restore = (form, key) => {
  const copy = localStorage.getItem(key);
  if (!copy) return;
  const fields = [...form.querySelectorAll("input:is([type=text], :not([type])), textarea")].filter((field) => field.name);
  if (fields.some((field) => field.value.trim())) return;
  const data = new URLSearchParams(copy);
  let found = false;
  for (const field of fields) {
    const value = data.get(field.name);
    if (!value) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    found = true;
  }
  if (found) say(form, "restored");
};

const enhance = (form) => {
  if (form.dataset.draftReady) return;
  form.dataset.draftReady = "yes";
  const key = `draft:${form.dataset.draftUrl}`;
  let timer = 0;
  let sent = new URLSearchParams(kept(form)).toString();

  const save = async (keepalive = false) => {
    clearTimeout(timer);
    const body = new URLSearchParams(kept(form));
    if (body.toString() === sent) return;
    const token = document.querySelector("meta[name=csrf-token]")?.content ?? form.elements.namedItem("csrf_token")?.value ?? "";
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body, keepalive, headers: { "X-CSRFToken": token } });
      if (!answer.ok) throw new Error(String(answer.status));
      sent = body.toString();
      say(form, "saved");
    } catch {
      say(form, "failed");
    }
  };

  restore(form, key);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
    try { localStorage.setItem(key, new URLSearchParams(kept(form)).toString()); } catch { /* full or forbidden: the server's copy remains */ }
  });
  const settle = () => {
    clearTimeout(timer);
    sent = new URLSearchParams(kept(form)).toString();
    localStorage.removeItem(key);
  };
  form.addEventListener("submit", (event) => event.defaultPrevented || settle());
  // htmx sends the form itself; where that fails what was typed stands in the form still and is kept again
  form.addEventListener("htmx:beforeRequest", ({ detail }) => detail.elt === form && settle());
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    form.addEventListener(failure, ({ detail }) => { if (detail.elt === form) { sent = ""; save(); } });
  }
  document.addEventListener("draft:discard", settle); // the server says that this need not be sent any more
  window.addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save(true));
};

export const start = (root) => {
  if (root.matches?.("[data-draft-url]")) enhance(root);
  root.querySelectorAll("[data-draft-url]").forEach(enhance);
};
