// Draws one figure off-screen and returns it as SVG and, from that SVG, as PNG.
"use strict";

// plotly.js names its clip paths at random; seeded, the same figure has the same names.
function gkSeed(text) {
  let state = 2166136261;
  for (const letter of text) state = Math.imul(state ^ letter.codePointAt(0), 16777619);
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

async function gkPng(svg, wish) {
  const picture = new Image();
  picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = wish.width * wish.scale;
  canvas.height = wish.height * wish.scale;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1];
}

async function gkChart(figure, wish) {
  gkSeed(wish.seed);
  const size = { width: wish.width, height: wish.height };
  const layout = Object.assign({}, figure.layout, size);
  const plot = { data: figure.data, layout: layout, config: { staticPlot: true } };
  const drawn = await Plotly.toImage(plot, { format: "svg", imageDataOnly: true, ...size });
  // Without a language, Chinese fonts draw digits with glyphs that a PDF cannot turn back into text.
  // And whether the first tag's empty style stands before or after its viewBox, chance decides.
  const svg = drawn.replace(/^<svg [^>]*>/, (tag) =>
    tag.replace(' style=""', "").replace("<svg ", '<svg xml:lang="zh-CN" '));
  return { svg: svg, png: wish.png ? await gkPng(svg, wish) : "" };
}
