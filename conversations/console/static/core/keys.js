/** Single keys as shortcuts. They rest while somebody writes, while a dialog is open, and beside Ctrl, Alt or Meta. */

const bound = new Map();

/** Binds keys (`event.key`) to functions; one that returns false lets the key pass. Ends by the function it returns. */
export function bind(keys) {
  for (const [key, act] of Object.entries(keys)) bound.set(key, act);
  return () => {
    for (const [key, act] of Object.entries(keys)) if (bound.get(key) === act) bound.delete(key);
  };
}

const writing = (element) => element.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.isComposing) return;
  if (writing(event.target) || document.querySelector("dialog[open]")) return;
  const act = bound.get(event.key);
  if (act && act(event) !== false) event.preventDefault();
});
