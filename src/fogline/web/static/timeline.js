// The claims of each day behind the slider, by kind, with the changes as marks. A press or a drag
// goes to a day.
import { remembered } from "./api.js";
import { $, el, fill, number, texts } from "./dom.js";
import { colourOf } from "./map_style.js";
import { toDay, toNumber } from "./state.js";

const SVG = "http://www.w3.org/2000/svg";
const KINDS = ["ground", "fighting", "fire", "other"]; // from below
const HIGH = 40; // units of the chart; its width is the number of days
const MARKS = 8; // units above the bars for the marks of changes
const drawn = (tag, attributes) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

export function timeline(war, onDay) {
  const root = $("timeline");
  let told = null;
  let source = null;

  const dayAt = (x) => {
    const { left, width } = root.getBoundingClientRect();
    const days = toNumber(war.first, war.last);
    const share = days ? Math.round(((x - left) / width) * (days + 1) - 0.5) : 0;
    return toDay(war.first, Math.max(0, Math.min(days, share)));
  };
  let dragged = "";
  const go = (event) => {
    const day = dayAt(event.clientX);
    if (day !== dragged) onDay((dragged = day));
  };
  root.addEventListener("pointerdown", (event) => {
    root.setPointerCapture(event.pointerId);
    dragged = "";
    go(event);
  });
  root.addEventListener("pointermove", (event) => {
    if (root.hasPointerCapture(event.pointerId)) go(event);
    else if (told) root.title = wordsOf(told, war, dayAt(event.clientX));
  });

  return {
    // Draws the claims of a source's timeline, and marks the day that the map shows.
    async show(day, since, of) {
      if (of !== source) {
        source = of;
        const asked = of ? `?${new URLSearchParams({ source: of })}` : "";
        told = await remembered(`/api/v1/timeline${asked}`);
        if (source !== of) return;
        root.replaceChildren(chart(told, war));
        $("timeline-key").replaceChildren(...key(war));
      }
      mark(root, war, day, since);
    },
  };
}

function chart(told, war) {
  const days = toNumber(war.first, war.last) + 1;
  const box = { viewBox: `0 0 ${days} ${HIGH}`, preserveAspectRatio: "none", role: "img" };
  const made = drawn("svg", { ...box, "aria-label": spoken(told) });
  const onDay = (d) => KINDS.reduce((n, kind) => n + (told.claims[kind]?.[d] ?? 0), 0);
  const unit = (HIGH - MARKS) / Math.max(1, ...[...Array(days).keys()].map(onDay));
  const below = Array(days).fill(0);
  made.append(drawn("rect", { class: "window", x: 0, y: 0, width: 0, height: HIGH }));
  for (const kind of KINDS) {
    let path = "";
    (told.claims[kind] ?? []).forEach((n, d) => {
      const tall = n * unit;
      below[d] += tall;
      if (n) path += `M${d + 0.08} ${(HIGH - below[d]).toFixed(2)}h.84v${tall.toFixed(2)}h-.84z`;
    });
    made.append(drawn("path", { class: `claims-${kind}`, d: path }));
  }
  for (const [label, counts] of Object.entries(told.changes)) {
    const marks = counts.map((n, d) => (n ? `M${d + 0.1} 0h.8v${tallOf(n)}h-.8z` : ""));
    made.append(drawn("path", { d: marks.join(""), fill: colourOf(war, label) }));
  }
  made.append(drawn("rect", { class: "now", x: -1, y: 0, width: 1, height: HIGH }));
  return made;
}

// A mark's height by the number of places: a hundred of them are as tall as it gets.
const tallOf = (n) => (2 + (MARKS - 3) * Math.min(1, Math.sqrt(n) / 10)).toFixed(2);

function mark(root, war, day, since) {
  const at = toNumber(war.first, day);
  root.querySelector(".now")?.setAttribute("x", at);
  const from = toNumber(war.first, since);
  const window = root.querySelector(".window");
  window?.setAttribute("x", Math.min(from + 1, at + 1));
  window?.setAttribute("width", Math.max(0, at - from));
}

function wordsOf(told, war, day) {
  const at = toNumber(told.first, day);
  const claims = KINDS.map((k) => [k, told.claims[k]?.[at] ?? 0]).filter(([, n]) => n);
  const changes = Object.entries(told.changes).map(([label, c]) => [label, c[at] ?? 0]);
  return [
    day,
    ...claims.map(([k, n]) => `${texts.timeline[k]}: ${number(n)}`),
    ...changes
      .filter(([, n]) => n)
      .map(([side, count]) => fill(texts.timeline.gained, { side, count: number(count) })),
  ].join("\n");
}

function spoken(told) {
  const sums = KINDS.map((k) => [k, (told.claims[k] ?? []).reduce((a, b) => a + b, 0)]);
  const words = sums.map(([k, n]) => `${texts.timeline[k]} ${number(n)}`).join(", ");
  return fill(texts.timeline.label, { words, first: told.first, last: told.last });
}

function key(war) {
  const dot = (kind, colour) => {
    const made = el("span", { class: `dot claims-${kind}`, "aria-hidden": "true" });
    if (colour) made.style.background = colour;
    return made;
  };
  return [
    ...KINDS.map((k) => el("span", {}, dot(k), texts.timeline[k])),
    ...war.sides.map((s) =>
      el("span", {}, dot("change", s.colour), fill(texts.timeline.change, { side: s.label })),
    ),
  ];
}
