// A list of rows, each a button: one part of the page, where a Streamlit button a row would be dozens.
// A row comes as the HTML that `dashboard/figures` writes. It is never put on the page as it is: a document that nobody
// sees takes it apart, and what rows are made of is built anew from it, so a text can only ever become a text.

const TAGS = new Set(["B", "BDI", "DIV", "I", "MARK", "SMALL", "SPAN"]);
const ATTRIBUTES = ["aria-hidden", "class", "dir", "lang", "title"];

export default function show({ data, parentElement, setTriggerValue }) {
  const list = parentElement.querySelector("ul") ?? parentElement.appendChild(document.createElement("ul"));
  list.className = "row-list";
  list.setAttribute("aria-label", data.name);
  fill(list, data.rows);
  if (data.chosen !== null) choose(list, data.chosen);
  list.onclick = (event) => {
    const id = event.target.closest("li")?.dataset.id;
    if (id === undefined) return;
    // Marked at once; the answer of the server will say the same.
    if (data.chosen !== null) choose(list, id);
    setTriggerValue("open", id);
  };
}

function fill(list, rows) {
  const shown = JSON.stringify(rows);
  if (list.shown === shown) return;
  list.shown = shown;
  const focused = list.contains(document.activeElement) ? document.activeElement.closest("li")?.dataset.id : undefined;
  list.replaceChildren(...rows.map(drawn));
  list.scrollTop = 0;
  if (focused !== undefined) rowOf(list, focused)?.lastElementChild.focus();
}

const rowOf = (list, id) => [...list.children].find((row) => row.dataset.id === id);

function drawn({ id, html, label }) {
  const row = document.createElement("li");
  row.dataset.id = id;
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-label", label);
  row.append(...copies(new DOMParser().parseFromString(html, "text/html").body), button);
  return row;
}

function copies(parent) {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (!TAGS.has(node.tagName)) return [];
    const copy = document.createElement(node.tagName);
    for (const name of ATTRIBUTES) if (node.hasAttribute(name)) copy.setAttribute(name, node.getAttribute(name));
    copy.append(...copies(node));
    return copy;
  });
}

function choose(list, id) {
  const [before, row] = [list.querySelector(".chosen"), rowOf(list, id)];
  if (row === before) return;
  before?.classList.remove("chosen");
  before?.lastElementChild.removeAttribute("aria-current");
  if (!row) return;
  row.classList.add("chosen");
  row.lastElementChild.setAttribute("aria-current", "true");
  bringIntoSight(list, row);
  // Enter opens what is marked, wherever the keys have led.
  if (list.contains(document.activeElement)) row.lastElementChild.focus({ preventScroll: true });
}

// The chosen row sticks to the edges of the list, so its place follows from the row above it.
function bringIntoSight(list, row) {
  const above = row.previousElementSibling;
  const top = above ? above.offsetTop + above.offsetHeight : 0;
  const least = top + row.offsetHeight - list.clientHeight;
  list.scrollTop = Math.max(least, Math.min(top, list.scrollTop));
}
