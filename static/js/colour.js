// data-colour-for="field id": the picker and the field beside it say the same.
const enhance = (well) => {
  const field = document.getElementById(well.dataset.colourFor);
  if (!field || well.dataset.colourOn) return;
  well.dataset.colourOn = "";
  well.addEventListener("input", () => {
    field.value = well.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("input", () => {
    if (/^#[0-9a-f]{6}$/i.test(field.value)) well.value = field.value;
  });
};

export const start = (root) => root.querySelectorAll("[data-colour-for]").forEach(enhance);
