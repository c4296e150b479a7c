// data-copy="text" on a link or button: copies it; a bare data-copy on a link copies its address.
import { toast, words } from "./toast.js";

document.addEventListener("click", async (event) => {
  const control = event.target.closest("[data-copy]");
  if (!control || !navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(control.dataset.copy || control.href);
  toast("done", words("copied"));
});

export const start = () => {};
