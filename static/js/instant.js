// Results under the box in the header while one types: arrows choose, Enter opens, Escape closes.
const PAUSE_MS = 250;
const LETTERS_MIN = 3;

const begin = (field) => {
  const form = field.form;
  let timer = 0;
  let asking = null;
  let asked = "";
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  form.append(told);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "instant" })) field.setAttribute(name, value);

  const list = () => form.querySelector(".instant");
  const options = () => [...(list()?.children ?? [])];
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    asked = "";
    list()?.remove();
    told.textContent = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const select = (at) => {
    const all = options();
    const next = (at + all.length) % all.length;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
    field.setAttribute("aria-activedescendant", all[next].id);
    all[next].scrollIntoView({ block: "nearest" });
  };

  const ask = async (typed) => {
    asking?.abort();
    asking = new AbortController();
    const url = new URL(field.dataset.instant, location.href);
    url.searchParams.set("q", typed);
    const { signal } = asking;
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal }).catch(() => null);
    const html = answer?.ok && !answer.redirected ? await answer.text().catch(() => "") : "";
    if (signal.aborted || document.activeElement !== field) return;
    list()?.remove();
    field.removeAttribute("aria-activedescendant");
    form.insertAdjacentHTML("beforeend", html);
    told.textContent = list()?.dataset.said ?? "";
    field.setAttribute("aria-expanded", String(Boolean(list())));
  };

  field.addEventListener("input", ({ isComposing }) => {
    const typed = field.value.trim();
    if (isComposing || typed === asked) return;
    clearTimeout(timer);
    if (typed.length < LETTERS_MIN) return close();
    asked = typed;
    timer = setTimeout(ask, PAUSE_MS, typed);
  });
  field.addEventListener("keydown", (event) => {
    if (!list() || event.isComposing) return;
    if (event.key === "ArrowDown") select(chosen() + 1);
    else if (event.key === "ArrowUp") select(chosen() < 0 ? -1 : chosen() - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen() >= 0) options()[chosen()].querySelector("a").click();
    else return;
    event.preventDefault();
  });
  form.addEventListener("pointerdown", (event) => event.target.closest(".instant") && event.preventDefault()); // the field keeps the focus
  form.addEventListener("submit", close);
  field.addEventListener("blur", close);
};

export const start = (root) => {
  for (const field of root.querySelectorAll("[data-instant]:not([role=combobox])")) begin(field);
};
