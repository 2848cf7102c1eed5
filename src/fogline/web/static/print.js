// The present view as a picture: the maps, with title, day, legend and credit.
import { fill, texts } from "./dom.js";
import { groundName } from "./map_style.js";
import { SIGN, swatch } from "./legend.js";
import { beforeOf, isOn, lenses } from "./state.js";

const PAD = 16; // dots of the page around the words
const LINE = 20; // dots from line to line
const FONT = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif";
const LOOKS = ["held", "believed", "unknown"];

export async function compose(panes, war, base) {
  const maps = panes.map((pane) => pane.map.getCanvas());
  const ratio = maps[0].width / maps[0].clientWidth;
  const width = maps.reduce((sum, map) => sum + map.clientWidth, 0);
  const high = Math.max(...maps.map((map) => map.clientHeight));
  const measure = document.createElement("canvas").getContext("2d");
  const foot = footOf(measure, width - 2 * PAD, war, base);
  const made = document.createElement("canvas");
  const head = 2 * PAD + 2 * LINE;
  const keys = keysOf(war);
  const rows = flowed(measure, keys, width - 2 * PAD);
  made.width = width * ratio;
  made.height = (head + high + PAD + (rows.length + foot.length) * LINE + PAD) * ratio;
  const pen = made.getContext("2d");
  pen.scale(ratio, ratio);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, made.height);
  title(pen, panes, war);
  let x = 0;
  for (const map of maps) {
    pen.drawImage(map, x, head, map.clientWidth, map.clientHeight);
    x += map.clientWidth;
  }
  pen.textBaseline = "middle";
  let y = head + high + PAD + LINE / 2;
  for (const row of rows) {
    key(pen, row, y);
    y += LINE;
  }
  pen.font = `12px ${FONT}`;
  for (const words of foot) {
    pen.fillText(words, PAD, y);
    y += LINE;
  }
  return new Promise((done) => made.toBlob(done, "image/png"));
}

function title(pen, panes, war) {
  pen.fillStyle = "#1c1c1c";
  pen.font = `700 18px ${FONT}`;
  pen.textBaseline = "middle";
  pen.fillText(war.title, PAD, PAD + LINE / 2);
  pen.font = `14px ${FONT}`;
  let x = PAD;
  for (const pane of panes) {
    pen.fillText(pane.caption, x, PAD + 1.6 * LINE);
    x += pane.map.getCanvas().clientWidth;
  }
}

// Samples with their words, each as far as its layer is on the map.
function keysOf(war) {
  const found = [];
  if (isOn(war, "control"))
    for (const look of LOOKS)
      found.push([
        war.sides.map((s) => swatch(groundName(war, s.label, look))),
        `${texts.layers[`${look}_short`]} (${war.sides.map((s) => s.label).join(", ")})`,
      ]);
  for (const side of war.sides)
    if (isOn(war, `claimed-${side.label}`))
      found.push([
        [swatch(`claimed|${side.colour}`)],
        fill(texts.layers.claimed, { side: side.name }),
      ]);
  if (isOn(war, "fighting"))
    found.push([
      [swatch("fighting")],
      fill(texts.layers.fighting, { fighting: war.fighting_days }),
    ]);
  if (isOn(war, "changes"))
    found.push([war.sides.map((s) => swatch(`count|3|${s.colour}`)), told(war)]);
  if (isOn(war, "reports")) found.push([[swatch(SIGN)], texts.layers.reports]);
  return found;
}

const told = (war) => fill(texts.layers.changed, { since: beforeOf(war, lenses()[0].day) });

const SAMPLE = 30; // dots of the page that a sample takes
const widthOf = (pen, [samples, words]) =>
  samples.length * SAMPLE + pen.measureText(words).width + 22;

function flowed(pen, keys, width) {
  pen.font = `12px ${FONT}`;
  const rows = [[]];
  let used = 0;
  for (const one of keys) {
    const wide = widthOf(pen, one);
    if (used + wide > width && rows.at(-1).length) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1).push(one);
    used += wide;
  }
  return rows;
}

function key(pen, row, y) {
  pen.font = `12px ${FONT}`;
  pen.fillStyle = "#1c1c1c";
  let x = PAD;
  for (const one of row) {
    const start = x;
    for (const sample of one[0]) {
      pen.drawImage(sample, x, y - 7.5, 26, 15);
      x += SAMPLE;
    }
    pen.fillText(one[1], x, y);
    x = start + widthOf(pen, one);
  }
}

function footOf(pen, width, war, base) {
  pen.font = `12px ${FONT}`;
  const credits = war.credits.concat(base.credit).filter(Boolean).join("; ");
  const words = `${texts.site.note} ${credits}. ${location.href}`.split(" ");
  const lines = [""];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
