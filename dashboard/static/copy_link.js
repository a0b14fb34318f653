// "Copy link": puts the address of the current view on the clipboard and says so. Streamlit has no part for this.

const SHOWN_MS = 2500;

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest(".copy-link button") : null;
  if (button) copy(button.closest(".copy-link"));
});

async function copy(place) {
  const link = location.origin + location.pathname + location.search;
  place.querySelector("input")?.remove();
  if (await onClipboard(link)) say(place, "Copied");
  else show(place, link);
}

async function onClipboard(link) {
  try {
    // Missing where the page came over plain http from another machine; refused where a policy forbids it.
    await navigator.clipboard.writeText(link);
    return true;
  } catch {
    return false;
  }
}

function say(place, words) {
  const status = place.querySelector("[role=status]");
  status.textContent = words;
  clearTimeout(status.fading);
  status.fading = setTimeout(() => (status.textContent = ""), SHOWN_MS);
}

// The clipboard was refused: the link stands there, selected, to be copied by hand.
function show(place, link) {
  const field = document.createElement("input");
  field.readOnly = true;
  field.value = link;
  field.setAttribute("aria-label", "Link to this view");
  field.addEventListener("keydown", (event) => event.key === "Escape" && place.querySelector("button").focus());
  field.addEventListener("blur", () => {
    field.remove();
    place.querySelector("[role=status]").textContent = "";
  });
  place.append(field);
  field.select();
  field.focus();
  const status = place.querySelector("[role=status]");
  clearTimeout(status.fading);
  status.textContent = "Press Ctrl+C to copy";
}
