// data-toc: marks the section being read.
const enhance = (list) => {
  const links = new Map([...list.querySelectorAll("a[href^='#']")].map((link) => [link.hash.slice(1), link]));
  const mark = (id) => links.forEach((link, at) => (at === decodeURIComponent(id) || at === id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  const seen = new IntersectionObserver((entries) => {
    const entry = entries.find(({ isIntersecting }) => isIntersecting);
    if (entry) mark(entry.target.id);
  }, { rootMargin: "0px 0px -70% 0px" });
  links.forEach((_, id) => {
    const heading = document.getElementById(decodeURIComponent(id));
    if (heading) seen.observe(heading);
  });
};

export const start = (root) => root.querySelectorAll("[data-toc]").forEach(enhance);
