// data-upload-tray: pictures by paste, drop or button. Each shows how far it is, can be taken back or tried again; the text waits for it.
import { insert } from "./text.js";
import { words } from "./toast.js";

const kinds = /^image\/(png|jpeg|webp|gif)$/;
const pending = new Map(); // textarea → how many are on their way
const abandoned = /!\[[^\]\n]*…\]\(#\d+\)\n?/g;
const TURNS = 4; // a busy site is asked again by itself
const PAUSE_MS = 2500;
let line = Promise.resolve(); // one picture after the other
let number = 0;

const areaAt = (target) => target.closest?.(".field")?.querySelector("textarea[data-editor-text]") ?? null;

// A field without a tray of its own borrows a copy of the page's.
const trayOf = (area) => {
  const field = area.closest(".field");
  let tray = field.querySelector("[data-upload-tray]");
  if (!tray) {
    const model = document.querySelector("[data-upload-tray]");
    if (!model) return null;
    tray = model.cloneNode(true);
    tray.querySelector("[data-upload-list]").replaceChildren();
    field.append(tray);
  }
  return tray;
};

const say = (tray, name, values = {}) => {
  const key = `say${name[0].toUpperCase()}${name.slice(1)}`;
  const text = Object.entries(values).reduce((said, [from, to]) => said.replace(`{${from}}`, to), tray.dataset[key] ?? name);
  tray.querySelector("[data-upload-said]").textContent = text;
  return text;
};

// Swaps the line that holds the place, wherever it stands by now, and leaves the caret where one is writing.
const swap = (area, place, text) => {
  const at = area.value.indexOf(place);
  if (at < 0) return text && insert(area, `${text}\n`);
  area.setRangeText(text, at, at + place.length, "preserve");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
};

const count = (area, step) => pending.set(area, (pending.get(area) ?? 0) + step);

const token = (area) => document.querySelector("meta[name=csrf-token]")?.content
  ?? area.form?.elements.namedItem("csrf_token")?.value ?? "";

const told = (request) => {
  if (!request.status) return words("offline");
  if (request.status === 401) return words("signedOut");
  try {
    const { error } = JSON.parse(request.responseText);
    return [error.message, error.what_to_do].filter(Boolean).join(" ");
  } catch {
    return "";
  }
};

const begin = (area, tray, file, row) => {
  const bar = row.querySelector("progress");
  const says = row.querySelector("[data-says]");
  const again = row.querySelector("[data-again]");
  const cancel = row.querySelector("[data-cancel]");
  const fail = (text, retry) => {
    row.classList.add("is-failed");
    bar.hidden = true;
    says.hidden = false;
    says.textContent = text;
    again.hidden = !retry;
  };
  cancel.onclick = () => { row.remove(); area.focus(); };
  if (!kinds.test(file.type)) return fail(say(tray, "other"), false);
  if (file.size > Number(tray.dataset.most)) return fail(say(tray, "large"), false);

  number += 1;
  const place = `![${say(tray, "placing", { name: file.name.replace(/[[\]()!]/g, "") })}](#${number})`;
  const before = area.value.slice(0, area.selectionStart);
  insert(area, `${before && !before.endsWith("\n") ? "\n\n" : ""}${place}\n`);
  row.classList.remove("is-failed");
  bar.hidden = false;
  says.hidden = again.hidden = true;
  bar.removeAttribute("value");

  let request = null;
  let dropped = false;
  const end = (text) => { count(area, -1); swap(area, place, text); };
  const failed = () => {
    end("");
    fail(told(request) || say(tray, "failed"), ![400, 413, 429].includes(request.status));
    say(tray, says.textContent);
  };
  const placed = () => {
    end(JSON.parse(request.responseText).markdown);
    row.remove();
    say(tray, "placed");
  };
  cancel.onclick = () => {
    dropped = true;
    request?.abort();
    end("");
    row.remove();
    say(tray, "gone");
    area.focus();
  };
  again.onclick = () => begin(area, tray, file, row);

  const post = (turn) => new Promise((done) => {
    if (dropped) return done();
    request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (loaded < total) bar.value = (100 * loaded) / total;
      else bar.removeAttribute("value"); // all is there; now it is drawn anew
    });
    request.addEventListener("loadend", () => {
      if (request.status === 503 && turn < TURNS && !dropped) {
        setTimeout(() => post(turn + 1).then(done), PAUSE_MS * turn);
        return;
      }
      done();
      if (!dropped) request.status === 200 ? placed() : failed();
    });
    const body = new FormData();
    body.append("file", file, file.name);
    request.open("POST", tray.dataset.url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token(area));
    request.send(body);
  });
  count(area, 1);
  line = line.then(() => post(1));
};

const send = (area, files) => {
  const tray = area && trayOf(area);
  if (!tray) return false;
  for (const file of files) {
    const row = tray.querySelector("[data-upload-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = file.name;
    tray.querySelector("[data-upload-list]").append(row);
    begin(area, tray, file, row);
  }
  return files.length > 0;
};

// Words that come along with a picture (from a spreadsheet, say) are meant; the picture is not.
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const area = event.target.matches?.("textarea[data-editor-text]") ? event.target : null;
  if (!area || !files.length || event.clipboardData.getData("text/plain")) return;
  if (send(area, files)) event.preventDefault();
});

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const zone = (target) => target.closest?.(".editor") ?? target.closest?.("textarea[data-editor-text]");
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event) || !areaAt(event.target)) return;
  event.preventDefault();
  zone(event.target)?.classList.add("is-dropping");
});
for (const end of ["dragleave", "drop", "dragend"]) document.addEventListener(end, ({ target }) => zone(target)?.classList.remove("is-dropping"));
document.addEventListener("drop", (event) => {
  const area = areaAt(event.target);
  if (carriesFiles(event) && area && send(area, [...event.dataTransfer.files])) event.preventDefault();
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-upload]")) return;
  send(areaAt(target), [...target.files]);
  target.value = "";
});

// A text that was sent now would hold the line that keeps the place.
document.addEventListener("submit", (event) => {
  const waiting = [...pending].find(([area, left]) => left > 0 && area.isConnected && area.form === event.target);
  if (!waiting) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const tray = trayOf(waiting[0]);
  const note = tray.querySelector("[data-upload-list] [data-says]");
  note.hidden = false;
  note.textContent = say(tray, "wait");
}, true);

// A page that was left while a picture was on its way comes back with the line that kept its place.
export const start = (root) => {
  for (const area of root.querySelectorAll("textarea[data-editor-text]")) {
    if (!pending.get(area) && area.value.match(abandoned)) area.value = area.value.replace(abandoned, "");
  }
};
