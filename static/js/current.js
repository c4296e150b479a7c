// Where one stands in a line or column of links that is longer than its place is brought into sight, without moving the page.
const show = (link) => {
  const line = link.closest(".filters-scroll, .desk-queues, .places, .tabs ul");
  if (!line) return;
  const [here, whole] = [link.getBoundingClientRect(), line.getBoundingClientRect()];
  if (line.scrollWidth > line.clientWidth) line.scrollLeft += here.left - whole.left - (whole.width - here.width) / 2;
  if (here.bottom > whole.bottom) line.scrollTop += here.top - whole.top - (whole.height - here.height) / 2;
};

export const start = (root) => root.querySelectorAll("nav [aria-current]").forEach(show);
