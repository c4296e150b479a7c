// data-counter-for="field id": how much is written, once it matters; says how much too long a text is, and never cuts it.
import { length, words } from "./text.js";

const NEAR = 0.9;
const SHOWN_FROM = 0.5;

export const mostOf = (field) => Number(field.dataset.most) || Math.max(field.maxLength, 0);

const enhance = (place) => {
  const field = document.getElementById(place.dataset.counterFor);
  if (!field || place.dataset.ready) return;
  place.dataset.ready = "yes";
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const most = mostOf(field);
  const count = () => {
    const long = field.value.length < most * SHOWN_FROM ? 0 : length(field.value);
    const over = most > 0 && long > most;
    place.textContent = !most || !long ? "" : over
      ? words("tooLong", { length: number.format(long), most: number.format(most), over: number.format(long - most) })
      : `${number.format(long)} / ${number.format(most)}`;
    place.classList.toggle("is-near", most > 0 && long >= most * NEAR && !over);
    place.classList.toggle("is-over", over);
    place.setAttribute("aria-live", over ? "polite" : "off");
  };
  field.addEventListener("input", count);
  count();
};

export const start = (root) => root.querySelectorAll("[data-counter-for]").forEach(enhance);
