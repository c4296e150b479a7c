// data-counter-for="field id": how much is written, once it matters; warns when the end is near.
const NEAR = 0.9;
const SHOWN_FROM = 0.5;

const enhance = (place) => {
  const field = document.getElementById(place.dataset.counterFor);
  if (!field || place.dataset.ready) return;
  place.dataset.ready = "yes";
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const most = field.maxLength > 0 ? field.maxLength : 0;
  const count = () => {
    const length = field.value.length;
    place.textContent = most && length >= most * SHOWN_FROM ? `${number.format(length)} / ${number.format(most)}` : "";
    place.classList.toggle("is-near", most > 0 && length >= most * NEAR && length < most);
    place.classList.toggle("is-over", most > 0 && length >= most);
  };
  field.addEventListener("input", count);
  count();
};

export const start = (root) => root.querySelectorAll("[data-counter-for]").forEach(enhance);
