// Draws every figure of the page; one that fails leaves its picture or its words, the others go on.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("gk-js");

  const config = {
    responsive: true,
    displaylogo: false,
    displayModeBar: window.matchMedia("(hover: hover)").matches ? "hover" : false,
    modeBarButtons: [["toImage"]],
    toImageButtonOptions: { format: "png", scale: 2 },
  };

  // On a phone: smaller letters, margins as wide as the labels need, the legend below the plot.
  // Small multiples keep their width and scroll.
  function fitted(layout, plot) {
    if (plot.clientWidth >= 520) return layout;
    if (layout.xaxis2) {
      plot.style.width = "35rem";
      return layout;
    }
    const fit = Object.assign({}, layout);
    fit.margin = Object.assign({}, layout.margin, { l: 4, r: 28 });
    fit.font = Object.assign({}, layout.font, { size: 11 });
    for (const key of ["yaxis", ...Object.keys(layout).filter((k) => /^yaxis\d/.test(k))]) {
      fit[key] = Object.assign({}, layout[key], { automargin: true });
    }
    fit.legend = Object.assign({}, layout.legend, { orientation: "h", x: 0, y: -0.12, yanchor: "top" });
    return fit;
  }

  function failed(plot, error) {
    plot.closest(".gk-figure").classList.add("gk-failed");
    console.warn(plot.dataset.spec, error);
  }

  async function draw(plot) {
    try {
      const spec = JSON.parse(document.getElementById(plot.dataset.spec).textContent);
      const layout = fitted(spec.layout, plot);
      await Plotly.newPlot(plot, spec.data, layout, config);
    } catch (error) {
      failed(plot, error);
    }
  }

  // plotly.js grumbles about its own defaults; what really fails is shown on the page.
  if (window.Plotly) Plotly.setPlotConfig({ logging: 0 });
  const drawings = Array.from(document.querySelectorAll(".gk-plot"), draw);
  Promise.all(drawings).then(() => { root.dataset.drawn = String(drawings.length); });

  const contents = document.querySelector(".gk-toc details");
  if (!contents) return;
  const wide = window.matchMedia("(min-width: 64rem)");
  const unfold = () => { contents.open = wide.matches; };
  unfold();
  wide.addEventListener("change", unfold);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) contents.open = false;
  });

  const links = new Map();
  for (const link of contents.querySelectorAll("a")) links.set(link.getAttribute("href").slice(1), link);
  function mark() {
    let current = null;
    for (const [anchor, link] of links) {
      const heading = document.getElementById(anchor);
      if (heading && heading.getBoundingClientRect().top < 140) current = link;
    }
    for (const link of links.values()) link.classList.toggle("gk-here", link === current);
  }
  document.addEventListener("scroll", mark, { passive: true });
  mark();
})();
