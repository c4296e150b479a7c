// data-dialog="id" opens that window; a press on the shade closes it.
document.addEventListener("click", (event) => {
  const box = document.getElementById(event.target.closest("[data-dialog]")?.dataset.dialog ?? "");
  if (box?.showModal) {
    event.preventDefault();
    box.showModal();
  } else if (event.target.matches("dialog.dialog")) {
    event.target.close("no");
  }
});

export const start = () => {};
