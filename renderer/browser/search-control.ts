// A handle on the search line for commands that live outside it.

export const searchElementId = "search-line";

export function focusSearchLine(): void {
  const input = document.querySelector<HTMLInputElement>(`#${searchElementId}`);
  input?.focus();
  input?.select();
}
