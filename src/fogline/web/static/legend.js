// The legend: what is on the map with its area, the layers with a switch each, the signs of events,
// and the same day as files.
import { $, el, fill, number, texts } from "./dom.js";
import { groundName } from "./map_style.js";
import { SIGNS, picture } from "./pictures.js";
import { beforeOf, isOn, layerNames } from "./state.js";

const SVG = "http://www.w3.org/2000/svg";
const LOOKS = ["held", "believed", "unknown"];
const WIDE = matchMedia("(min-width: 1100px)");
export const SIGN = "sign|fight|#555555|false";
const RATIO = 2; // dots of a picture for each of the page

// A sample of a picture that the map draws with.
export function swatch(name, width = 26, height = 15) {
  const dots = picture(name);
  const tile = el("canvas", { width: dots.width, height: dots.height });
  tile.getContext("2d").putImageData(dots, 0, 0);
  const made = el("canvas", {
    class: "swatch",
    width: width * RATIO,
    height: height * RATIO,
    "aria-hidden": "true",
  });
  const pen = made.getContext("2d");
  pen.fillStyle = "#f6f4ef";
  pen.fillRect(0, 0, made.width, made.height);
  if (name.startsWith("ground") || name.startsWith("claimed-ground")) {
    pen.fillStyle = pen.createPattern(tile, "repeat");
    pen.fillRect(0, 0, made.width, made.height);
  } else {
    made.classList.add("mark");
    pen.clearRect(0, 0, made.width, made.height);
    const size = Math.min(made.height, dots.height);
    pen.drawImage(tile, (made.width - size) / 2, (made.height - size) / 2, size, size);
  }
  return made;
}

// The parts that stay; tell() fills in what depends on the day. Gives how many dots of the map they
// cover for good.
export function legend(war, onSwitch) {
  const rows = layerNames(war).map((name) => {
    const box = el("input", { type: "checkbox", name: "layer", value: name });
    box.addEventListener("change", () => onSwitch(name, box.checked));
    return el(
      "div",
      { class: "layer" },
      el(
        "label",
        {},
        box,
        ...sample(war, name),
        el("span", { "data-layer": name }, nameOf(war, name)),
      ),
      ...key(war, name),
    );
  });
  $("legend-body").replaceChildren(
    el("fieldset", {}, el("legend", {}, texts.layers.title), ...rows),
    el("h3", {}, texts.map.sizes),
    el("div", { id: "extents" }),
    el("p", { class: "facts" }, texts.map.sizes_note),
    el(
      "details",
      {},
      el("summary", {}, texts.map.sizes_by_look),
      el("div", { id: "extents-by-look" }),
    ),
    el(
      "p",
      { class: "facts" },
      el("span", { class: "swatch contested-border" }),
      texts.map.contested_border,
    ),
  );
  WIDE.addEventListener("change", always);
  $("legend").addEventListener("toggle", always);
  always();
  switches(war);
  return WIDE.matches ? $("legend").offsetWidth : 0;
}

// On wide screens it stays open over one map. Over two it would hide the first: there it is folded.
const isSplit = () => $("stage").classList.contains("two");
function always() {
  const stays = WIDE.matches && !isSplit();
  if (stays) $("legend").open = true;
  $("legend").querySelector("summary").tabIndex = stays ? -1 : 0;
}
export function fold() {
  if (WIDE.matches) $("legend").open = !isSplit();
  always();
}

// The key alone, for a map in a frame.
export const shortKey = (war) => [
  ...war.sides.map((s) => el("li", {}, swatch(groundName(war, s.label, "held")), s.name)),
  ...LOOKS.map((look) =>
    el(
      "li",
      {},
      ...war.sides.map((s) => swatch(groundName(war, s.label, look))),
      texts.layers[`${look}_short`],
    ),
  ),
];

// The switches as the address has them.
export function switches(war) {
  for (const box of $("legend-body").querySelectorAll("input[name=layer]"))
    box.checked = isOn(war, box.value);
}

function nameOf(war, name) {
  const side = war.sides.find((s) => name === `claimed-${s.label}`);
  const words = side ? texts.layers.claimed : texts.layers[name];
  return fill(words, { side: side?.name, ...figures(war) });
}

const figures = (war) => ({
  sure: Math.round(100 * war.sure),
  days: war.recent_days,
  fighting: war.fighting_days,
});

function sample(war, name) {
  const side = war.sides.find((s) => name === `claimed-${s.label}`);
  if (side) return [swatch(`claimed|${side.colour}`)];
  if (name === "fighting") return [swatch("fighting")];
  if (name === "reports") return [swatch(SIGN)];
  if (name === "changes") return war.sides.map((s) => changedSwatch(s));
  return [];
}

function changedSwatch(side) {
  const made = el("span", { class: "swatch changed", "aria-hidden": "true" });
  made.style.setProperty("--side", side.colour);
  return made;
}

function key(war, name) {
  if (name === "control")
    return [
      el(
        "ul",
        {},
        ...LOOKS.map((look) =>
          el(
            "li",
            {},
            ...war.sides.map((s) => swatch(groundName(war, s.label, look))),
            el("span", {}, fill(texts.layers[look], figures(war))),
          ),
        ),
        el("li", {}, el("span", { class: "swatch line" }), texts.map.line),
        el("li", {}, el("span", { class: "swatch line unknown" }), texts.map.line_unknown),
      ),
    ];
  if (name !== "reports") return [];
  return [
    el(
      "details",
      {},
      el("summary", {}, texts.layers.signs),
      el("ul", { class: "signs" }, ...signs()),
      el("p", { class: "facts" }, texts.map.symbols_note),
    ),
  ];
}

// found: the front on each map, with its caption; lens and asked: the first and its query.
export function tell(found, lens, asked, war) {
  const parts = (rows) =>
    found.flatMap((f, where) => [el("h4", {}, f.caption), el("ul", {}, ...rows(f, where, war))]);
  $("extents").replaceChildren(...parts(extents));
  $("extents-by-look").replaceChildren(...parts(byLook));
  const changes = $("legend-body").querySelector("[data-layer=changes]");
  changes.textContent = fill(texts.layers.changed, { since: beforeOf(war, lens.day) });
  $("picture").href = `/api/v1/front.svg?${asked}`;
  $("data").href = `/api/v1/front?${asked}`;
  $("files").hidden = false;
}

const stateName = (war, state) =>
  war.sides.find((s) => s.label === state)?.name ?? texts.map[state] ?? state;

function extents(found, where, war) {
  return found.extents.map((e) => {
    const ends = { low: number(e.km2_low), high: number(e.km2_high) };
    return el(
      "li",
      {},
      stateSwatch(war, e.state, where),
      el(
        "span",
        {},
        `${stateName(war, e.state)}: ${fill(texts.map.km2, { km2: number(e.km2) })}`,
        ...(e.km2_low == null ? [] : [el("small", {}, fill(texts.map.interval, ends))]),
      ),
    );
  });
}

function byLook(found, where, war) {
  const areas = found.features.map((f) => f.properties).filter((p) => p.layer === "area");
  return found.extents.map((e) => {
    const km2 = (look) => areas.find((p) => p.label === e.state && p.look === look)?.km2 ?? 0;
    const told = LOOKS.filter((look) => km2(look) >= 1).map(
      (look) => `${texts.layers[`${look}_short`]} ${number(km2(look))}`,
    );
    return el("li", {}, `${stateName(war, e.state)}: ${told.join(" · ")}`);
  });
}

// Drawn once for each place where it stands: the slider asks for them at every step.
const samples = new Map();
function stateSwatch(war, state, where) {
  const name = groundName(war, state, "held");
  const key = `${where} ${name}`;
  if (!samples.has(key)) samples.set(key, swatch(name));
  return samples.get(key);
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
