// The bar of a thread repeats what stands below the question and leads to the answer form: while either is in sight,
// its twin in the bar is not.
export const start = (root) => {
  const bar = root.querySelector(".thread-bar");
  if (!bar) return;
  const twins = [[".post-question .actions", "acts-in-sight"], [".reply", "reply-in-sight"]];
  for (const [selector, name] of twins) {
    const place = document.querySelector(selector);
    if (place) new IntersectionObserver((seen) => bar.classList.toggle(name, seen.at(-1).isIntersecting)).observe(place);
  }
};
