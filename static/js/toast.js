// data-toast: a message one can put away. toast(kind, text) shows a new one at the foot of the window.
const SECONDS_SHOWN = 10;

export const words = (name) => {
  const { dataset } = document.body;
  return dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
};

const closable = (box) => {
  const button = box.querySelector("[data-toast-close]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => box.remove(), { once: true });
};

// Goes by itself unless someone is reading it with pointer or keyboard.
const expire = (box) => setTimeout(() => (box.matches(":hover, :focus-within") ? expire(box) : box.remove()), SECONDS_SHOWN * 1000);

export const toast = (kind, text) => {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  for (const old of place.querySelectorAll(".toast:not(.toast-error)")) old.remove();
  const box = document.createElement("div");
  box.className = `toast toast-${kind}`;
  const message = document.createElement("p");
  message.textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "icon-button";
  button.dataset.toastClose = "";
  button.setAttribute("aria-label", words("close"));
  button.textContent = "×";
  box.append(message, button);
  place.append(box);
  closable(box);
  if (kind !== "error") expire(box);
};

export const start = (root) => {
  const boxes = root.matches?.("[data-toast]") ? [root] : root.querySelectorAll("[data-toast]");
  for (const box of boxes) {
    closable(box);
    if (box.closest("#toasts") && !box.matches(".toast-error")) expire(box);
  }
};
