// Nothing can be dropped on the window: without this the browser would leave it for the file.

const textField = "input, textarea, [contenteditable]";

function refuse(event: DragEvent): void {
  const isText =
    event.target instanceof Element &&
    event.target.closest(textField) !== null &&
    !event.dataTransfer?.types.includes("Files");
  if (isText) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
}

/** @returns the function that ends it */
export function refuseDrops(): () => void {
  window.addEventListener("dragover", refuse);
  window.addEventListener("drop", refuse);
  return () => {
    window.removeEventListener("dragover", refuse);
    window.removeEventListener("drop", refuse);
  };
}
