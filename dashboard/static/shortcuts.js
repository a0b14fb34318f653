// Keys for the whole dashboard. Streamlit's buttons take a key each, but neither C, "/", "?" nor two in a row.

const CHORD_MS = 1500;
let chordUntil = 0;

const within = (selector) => document.querySelector(selector);

const KEYS = {
  c: () => within(".copy-link button"),
  "/": () => within("[data-testid=stMain] [data-testid=stTextInput] input"),
  "?": () => within(".st-key-shortcuts_button button"),
};

document.addEventListener("keydown", press, { capture: true });
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (within("[role=dialog][aria-modal=true], [data-testid=stDialog]")) return;
  const key = event.key.toLowerCase();
  const isChord = performance.now() < chordUntil;
  chordUntil = 0;
  if (!isChord && key === "g") {
    chordUntil = performance.now() + CHORD_MS;
    return;
  }
  const found = isChord ? /^[a-z]$/.test(key) && within(`.st-key-go_${key} a`) : KEYS[key]?.();
  if (!found) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  found.focus();
  if (found instanceof HTMLInputElement) found.select();
  else found.click();
}

// Enter has searched and Escape gives up: either leaves the box, so that the next key is a shortcut again. Streamlit
// hears the key first, for it must take the text over.
document.addEventListener("keydown", leave);
function leave(event) {
  const box = event.target;
  if (event.isComposing || !(box instanceof HTMLInputElement) || !box.closest("[data-testid=stMain] [data-testid=stTextInput]")) return;
  if (event.key === "Enter" || event.key === "Escape") box.blur();
}

function isTyping(target) {
  return (
    target instanceof Element &&
    target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true], [role=menu], [role=listbox]") !== null
  );
}
