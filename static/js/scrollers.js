// Code and tables that are wider than their column can be scrolled by the keyboard too, also once
// the window has become narrower.
const look = (box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
};
const widths = new ResizeObserver((changes) => changes.forEach(({ target }) => look(target)));

export const start = (root) => root.querySelectorAll(".prose :is(pre, table)").forEach((box) => widths.observe(box));
