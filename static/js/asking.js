// data-asking on the ask form: a long text is compared by its beginning, as the server would read it.
// data-open-wide on details beside it: open beside the form, folded below its title on a phone.
const READ_CHARS = 2000;
const wide = matchMedia("(width >= 64rem)");

const compareBeginning = (form) => form.addEventListener("htmx:configRequest", ({ detail }) => {
  const { verb, parameters } = detail;
  if (verb === "get" && parameters.body) parameters.body = parameters.body.slice(0, READ_CHARS);
});

const fold = (part) => {
  part.open = wide.matches;
  part.dataset.openWide = "done";
  wide.addEventListener("change", () => { part.open = wide.matches; });
};

export const start = (root) => {
  root.querySelectorAll("[data-asking]").forEach(compareBeginning);
  root.querySelectorAll("[data-open-wide]").forEach(fold);
};
