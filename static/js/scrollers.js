// Code and tables that are wider than their box can be reached and scrolled with the keyboard.
const reach = (box) => {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
};

export const start = (root) => root.querySelectorAll(".prose :is(pre, table)").forEach(reach);
