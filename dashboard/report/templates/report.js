"use strict";
// Draws the figures in the colours of the screen, and in those of paper before it is printed.
(async () => {
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const places = [...document.querySelectorAll("[data-figure]")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const config = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };

  const bytes = Uint8Array.from(atob(document.getElementById("library").textContent), (c) => c.charCodeAt(0));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const library = document.createElement("script");
  library.textContent = await new Response(unpacked).text();
  document.head.append(library);

  function draw(place, theme, width) {
    const { data, layout } = figures[place.dataset.figure][theme];
    Plotly.react(place, data, { ...layout, width, autosize: false }, config);
  }
  function drawAll() {
    const theme = dark.matches ? "dark" : "light";
    for (const place of places) draw(place, theme, place.clientWidth);
    document.documentElement.dataset.drawn = theme;
  }
  // A sheet of A4 or Letter has about 700 px between its margins.
  const onPaper = { whole: 688, half: 336, third: 219 };
  function drawForPaper() {
    for (const place of places) draw(place, "light", onPaper[place.parentElement.className]);
    document.documentElement.dataset.drawn = "paper";
  }

  for (const place of places) place.replaceChildren();
  drawAll();
  dark.addEventListener("change", drawAll);
  addEventListener("beforeprint", drawForPaper);
  addEventListener("afterprint", drawAll);
  let waiting = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(drawAll);
  });
})();
