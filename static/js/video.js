// data-video="address of the player": the first request to another site goes out when the button is pressed.
const play = (button) => {
  const frame = document.createElement("iframe");
  Object.assign(frame, {
    src: button.dataset.video,
    title: button.dataset.title,
    allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
    referrerPolicy: "strict-origin-when-cross-origin",
    tabIndex: 0,
  });
  button.replaceWith(frame);
  frame.focus();
};

const enhance = (button) => {
  button.hidden = false;
  button.addEventListener("click", () => play(button));
};

export const start = (root) => root.querySelectorAll("[data-video][hidden]").forEach(enhance);
