// Pictures that the map draws with: grounds, marks of claims and events, counts, and names of
// places, all made on a canvas.
import { STRENGTH } from "./map_style.js";

const INK = "#1c1c1c";
const RATIO = 2;

function canvas(width, height) {
  const made = document.createElement("canvas");
  made.width = Math.ceil(width * RATIO);
  made.height = Math.ceil(height * RATIO);
  const pen = made.getContext("2d", { willReadFrequently: true });
  pen.scale(RATIO, RATIO);
  return pen;
}

const taken = (pen) => pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);

// Ground of a side: its colour, stronger the better its holder is known. That of each side but the
// first has a texture, so that a print without colours can be read; unknown ground has specks.
function ground(k, colour, look) {
  const pen = canvas(24, 24);
  if (look === "unknown") {
    pen.fillStyle = "rgba(222,220,212,.75)";
    pen.fillRect(0, 0, 24, 24);
  }
  pen.globalAlpha = STRENGTH[look];
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 24, 24);
  pen.globalAlpha = 1;
  if (look === "unknown") specks(pen);
  else texture(pen, k, look === "held" ? 0.4 : 0.24);
  return taken(pen);
}

function specks(pen) {
  pen.strokeStyle = "rgba(28,28,28,.3)";
  pen.lineWidth = 0.9;
  for (const [x, y] of [
    [6, 6],
    [18, 18],
  ]) {
    pen.beginPath();
    pen.arc(x, y, 1.5, 0, 7);
    pen.stroke();
  }
}

function texture(pen, k, strength) {
  pen.fillStyle = `rgba(28,28,28,${strength})`;
  for (const [x, y] of [
    [0, 0],
    [12, 0],
    [0, 12],
    [12, 12],
  ]) {
    if (k % 3 === 1)
      for (const at of [3, 9]) {
        pen.beginPath();
        pen.arc(x + at, y + at, 0.9, 0, 7);
        pen.fill();
      }
    if (k % 3 === 2) pen.fillRect(x, y + 5.6, 12, 0.8);
    if (k && k % 3 === 0) {
      pen.fillRect(x + 5.6, y + 2, 0.8, 8);
      pen.fillRect(x + 2, y + 5.6, 8, 0.8);
    }
  }
}

// Ground that a side claims: its colour in stripes, over what the estimate makes of it.
function claimedGround(colour) {
  const pen = canvas(8, 8);
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  for (const x of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(x - 1, 9);
    pen.lineTo(x + 9, -1);
    pen.stroke();
  }
  return taken(pen);
}

// An open lozenge with a question mark: somebody says so.
function claimed(colour) {
  const pen = canvas(24, 24);
  pen.beginPath();
  pen.moveTo(12, 1.5);
  pen.lineTo(22.5, 12);
  pen.lineTo(12, 22.5);
  pen.lineTo(1.5, 12);
  pen.closePath();
  pen.fillStyle = "#fff";
  pen.fill();
  pen.lineWidth = 2.2;
  pen.strokeStyle = colour;
  pen.stroke();
  written(pen, "?", 12, 12.5, colour);
  return taken(pen);
}

// Fighting, as the legend shows it; on the map it is a circle of the map's own.
function fighting() {
  const pen = canvas(24, 24);
  const glow = pen.createRadialGradient(12, 12, 5, 12, 12, 11);
  glow.addColorStop(0, "rgba(217,95,2,.7)");
  glow.addColorStop(1, "rgba(217,95,2,0)");
  pen.fillStyle = glow;
  pen.fillRect(0, 0, 24, 24);
  return taken(pen);
}

// How many places stand in a heap.
function count(n, colour) {
  const size = 20 + 4 * String(n).length;
  const pen = canvas(size, size);
  pen.beginPath();
  pen.arc(size / 2, size / 2, size / 2 - 2, 0, 7);
  pen.fillStyle = "rgba(255,255,255,.92)";
  pen.fill();
  pen.lineWidth = 3;
  pen.strokeStyle = colour;
  pen.stroke();
  written(pen, n, size / 2, size / 2 + 0.5, INK);
  return taken(pen);
}

function written(pen, words, x, y, colour) {
  pen.font = "700 13px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = colour;
  pen.fillText(words, x, y);
}

// Each event's sign within a square of 16.
export const SIGNS = {
  capture: "M5 3v11M5 3h7l-2 2.5 2 2.5H5",
  withdraw: "M12 12V8a3 3 0 0 0-3-3H4m3-3L4 5l3 3",
  advance: "M3 8h9m-4-4 4 4-4 4",
  attack: "M3 3l10 10M13 3 3 13",
  repel: "M4 3v10M13 8H7m3-3L7 8l3 3",
  fight: "M8 2v12M2 8h12M4 4l8 8M12 4l-8 8",
  hold: "M4 4h8v8H4z",
  encircle: "M13 8a5 5 0 1 1-1.5-3.5M8 7.4v1.2",
  shell: "M3 13 10 6m1-3a2 2 0 1 0 2 2",
  strike: "M9 2 5 9h3l-1 5 5-7H9z",
  harm: "M8 3v6M8 12v1",
  losses: "M4 8h8",
  move: "M3 8h2m2 0h2m2 0h2",
  other: "M8 7v2",
};

function sign(event, colour, only) {
  const pen = canvas(24, 24);
  pen.beginPath();
  pen.arc(12, 12, 10, 0, 7);
  pen.fillStyle = only ? "#fff" : colour;
  pen.fill();
  pen.lineWidth = 1.8;
  pen.strokeStyle = only ? colour : "#fff";
  if (only) pen.setLineDash([3, 2]);
  pen.stroke();
  pen.setLineDash([]);
  pen.translate(4, 4);
  pen.strokeStyle = only ? colour : "#fff";
  pen.lineWidth = 1.9;
  pen.lineCap = pen.lineJoin = "round";
  pen.stroke(new Path2D(SIGNS[event] ?? SIGNS.other));
  return taken(pen);
}

// The print of each size of place, and of rivers.
const PRINT = {
  1: ["700 14px", INK],
  2: ["600 12.5px", INK],
  3: ["600 11.5px", "#2e2e2e"],
  4: ["400 11px", "#3d3d3d"],
  5: ["italic 400 10.5px", "#5a5a5a"],
  river: ["italic 500 11px", "#3f7391"],
};
const measure = canvas(1, 1);

function label(size, words) {
  const [print, ink] = PRINT[size] ?? PRINT[4];
  const font = `${print} system-ui, sans-serif`;
  measure.font = font;
  const pen = canvas(measure.measureText(words).width + 8, 20);
  pen.font = font;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  pen.lineWidth = 3;
  pen.strokeStyle = "rgba(255,255,255,.9)";
  pen.fillStyle = ink;
  pen.strokeText(words, 4, 10);
  pen.fillText(words, 4, 10);
  return taken(pen);
}

const KINDS = {
  ground: (k, colour, look) => ground(Number(k), colour, look),
  "claimed-ground": claimedGround,
  claimed,
  count,
  fighting,
  sign: (event, colour, only) => sign(event, colour, only === "true"),
};

// The picture of a name that the style uses: "ground|1|#b0413e|held", "claimed|#b0413e",
// "count|12|#b0413e", "sign|event|colour|only", "label|size|words".
export function picture(name) {
  const [kind, ...given] = name.split("|");
  return KINDS[kind] ? KINDS[kind](...given) : label(given[0], given.slice(1).join("|"));
}

export const options = { pixelRatio: RATIO };
