// data-unread="3": the tab's title counts too.
export const start = (root) => {
  const count = Number(root.querySelector("[data-unread]")?.dataset.unread);
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = count ? `(${count}) ${title}` : title;
};
