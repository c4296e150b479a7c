// data-opened-url around a suggestion: whoever goes to read it is counted, while the page may already be leaving.
import { send } from "./send.js";

const tell = (item) => {
  const form = item.querySelector("form");
  const body = new URLSearchParams();
  for (const name of ["key", "ask_key", "csrf_token"]) body.set(name, form.elements.namedItem(name)?.value ?? "");
  item.dataset.opened = "told";
  send(item.dataset.openedUrl, body, { form, keepalive: true, anyone: true }).catch(() => {}); // only a measurement
};

const listen = (item) => {
  if (!item.matches?.("[data-opened-url]:not([data-opened])")) return;
  const follow = ({ target }) => target.closest("[data-suggestion]") && !item.dataset.opened && tell(item);
  item.dataset.opened = "";
  item.addEventListener("click", follow);
  item.addEventListener("auxclick", follow);
};

export const start = (root) => {
  listen(root);
  root.querySelectorAll("[data-opened-url]").forEach(listen);
};
