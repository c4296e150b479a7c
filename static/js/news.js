// data-news="address" on an element: while the page is looked at, asks there now and then and shows what comes.
// 204 means nothing new. The longer nothing comes, the rarer it asks.
const FIRST_PAUSE_MS = 45_000;
const LONGEST_PAUSE_MS = 600_000;

const watch = (place) => {
  let pause = FIRST_PAUSE_MS;
  let timer = 0;

  const ask = async () => {
    const answer = await fetch(place.dataset.news, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer && !answer.ok) return; // gone, or not for this reader any more
    if (answer?.status === 200) place.innerHTML = await answer.text();
    pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS);
    wait();
  };

  const wait = () => {
    clearTimeout(timer);
    if (!document.hidden && place.isConnected) timer = setTimeout(ask, pause);
  };

  document.addEventListener("visibilitychange", () => {
    pause = FIRST_PAUSE_MS;
    wait();
  });
  wait();
};

export const start = (root) => {
  for (const place of root.querySelectorAll("[data-news]")) watch(place);
};
