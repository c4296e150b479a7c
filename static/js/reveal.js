// data-reveal="field id": shows and hides a password.
const enhance = (button) => {
  const field = document.getElementById(button.dataset.reveal);
  if (!field) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; });
};

export const start = (root) => root.querySelectorAll("[data-reveal][hidden]").forEach(enhance);
