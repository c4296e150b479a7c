// Where one stands in a line of links that is wider than the screen is brought into sight, without moving the page.
const show = (link) => {
  const line = link.closest(".filters-scroll, .desk-queues, .tabs");
  if (!line || line.scrollWidth <= line.clientWidth) return;
  const [here, whole] = [link.getBoundingClientRect(), line.getBoundingClientRect()];
  line.scrollLeft += here.left - whole.left - (whole.width - here.width) / 2;
};

export const start = (root) => root.querySelectorAll("nav [aria-current]").forEach(show);
