// data-submit-on-change on a form: choosing is enough; its own button is for those without scripts.
const enhance = (form) => {
  if (form.dataset.ready) return;
  form.dataset.ready = "yes";
  form.querySelectorAll("[data-without-script]").forEach((button) => { button.hidden = true; });
  form.addEventListener("change", () => form.requestSubmit());
};

export const start = (root) => root.querySelectorAll("[data-submit-on-change]").forEach(enhance);
