// data-confirm="question" on a form or its button: asks in a window first, whose button says what the pressed one said. Capture runs before htmx sees the submit.
const agreed = new WeakSet();
const box = document.getElementById("confirm");
const yes = box?.querySelector("[data-confirm-yes]");

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  const question = submitter?.dataset.confirm ?? form.dataset.confirm;
  if (!question || !box || agreed.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  box.querySelector("#confirm-question").textContent = question;
  const said = submitter?.querySelector("span:not(.count)")?.textContent ?? submitter?.textContent;
  if (said?.trim()) yes.textContent = said.trim();
  yes.classList.toggle("button-danger", submitter?.matches(".button-danger") ?? false);
  box.returnValue = "no";
  box.addEventListener("close", () => {
    if (box.returnValue !== "yes") return;
    agreed.add(form);
    form.requestSubmit(submitter);
  }, { once: true });
  box.showModal();
}, { capture: true });

export const start = () => {};
