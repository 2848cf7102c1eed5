// The legend: what is on the map with its area, the signs of events, and the same day as files.
import { $, el, fill, number, texts } from "./dom.js";
import { SIGNS } from "./pictures.js";

const SVG = "http://www.w3.org/2000/svg";
const FIXED = [
  ["doubt", "doubt"],
  ["line", "line"],
  ["ring", "ring"],
  ["contested-border", "contested_border"],
];

// found: the front on each map, with its caption; asked: the query of the first;
// sides: the belligerents.
export function legend(found, asked, sides) {
  const fixed = FIXED.map(([kind, words]) =>
    el("li", {}, el("span", { class: `swatch ${kind}` }), texts.map[words]),
  );
  const areas = found.flatMap((f) => [
    ...(found.length > 1 ? [el("h3", {}, f.caption)] : []),
    el("ul", {}, ...extents(f, sides)),
  ]);
  $("legend-body").replaceChildren(
    ...areas,
    el("p", { class: "facts" }, texts.map.sizes_note),
    el("ul", {}, ...fixed),
    el("h3", {}, texts.map.symbols),
    el("ul", { class: "signs" }, ...signs()),
    el("p", { class: "facts" }, texts.map.symbols_note),
  );
  $("picture").href = `/api/v1/front.svg?${asked}`;
  $("data").href = `/api/v1/front?${asked}`;
  $("files").hidden = false;
}

function extents(found, sides) {
  return found.extents.map((e) => {
    const interval =
      e.km2_low == null
        ? ""
        : ` (${fill(texts.map.interval, { low: number(e.km2_low), high: number(e.km2_high) })})`;
    const name = sides.find((s) => s.label === e.state)?.name ?? texts.map[e.state] ?? e.state;
    const kind = e.state.replace(/[^\p{L}\p{N}]/gu, "");
    return el(
      "li",
      {},
      el("span", { class: `swatch state-${kind} side-${kind}` }),
      `${name}: ${fill(texts.map.km2, { km2: number(e.km2) })}${interval}`,
    );
  });
}

function signs() {
  return Object.entries(texts.events).map(([event, words]) => {
    const drawn = document.createElementNS(SVG, "svg");
    drawn.setAttribute("viewBox", "0 0 16 16");
    drawn.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", SIGNS[event] ?? SIGNS.other);
    drawn.append(line);
    return el("li", {}, drawn, words);
  });
}
