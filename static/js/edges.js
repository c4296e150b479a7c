// Lines and tables that go on beyond their edge say on which side: the style sheet lets them fade there.
const LINES = ".tabs ul, .desk-queues, .filters-scroll, .places, .table-box";

const look = (line) => {
  const beyond = line.scrollWidth - line.clientWidth;
  line.toggleAttribute("data-more-before", line.scrollLeft > 1);
  line.toggleAttribute("data-more-after", line.scrollLeft < beyond - 1);
};
const widths = new ResizeObserver((changes) => changes.forEach(({ target }) => look(target)));

export const start = (root) => root.querySelectorAll(LINES).forEach((line) => {
  widths.observe(line);
  line.addEventListener("scroll", () => look(line), { passive: true });
});
