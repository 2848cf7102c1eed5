// The panel of a place on a day without new claims about it: its chances, and below them the
// evidence of the last day that has some.
import { el, fill, longDay, number, texts } from "./dom.js";
import { toDay, toNumber } from "./state.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [600, 100];

// The last day up to one, or the first; none where there are no days.
export const chooseDay = (days, day) => days.findLast((d) => d <= day) ?? days[0] ?? "";

const kind = (state) => state.replace(/[^\p{L}\p{N}]/gu, "");
// As the server's pages tell a chance: never certain.
const chance = (p) => (p > 0.99 ? ">0.99" : p < 0.01 ? "<0.01" : p.toFixed(2));

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// A place's chances by state and day: the first day's, then what each day adds, a byte each.
function chancesOf(bytes, row, states, days, steps) {
  return states.map((_, s) => {
    let value = 0;
    return Array.from({ length: days }, (_, day) => {
      value = (value + bytes[(row * states.length + s) * days + day]) & 0xff;
      return value / steps;
    });
  });
}

function table(states, now) {
  const likeliest = now.indexOf(Math.max(...now));
  const rows = states.map((state, s) =>
    el(
      "tr",
      { class: `side-${kind(state)} state-${kind(state)}${s === likeliest ? " likeliest" : ""}` },
      el(
        "th",
        { scope: "row" },
        el("span", { class: `side side-${kind(state)}` }, texts.map[state] ?? state),
      ),
      el("td", { class: "n" }, chance(now[s])),
      el(
        "td",
        { class: "bar" },
        el("meter", { min: 0, max: 1, value: now[s].toFixed(3) }, chance(now[s])),
      ),
    ),
  );
  const body = el("tbody", {}, ...rows);
  return el("table", { class: "chances" }, el("caption", {}, texts.place.chances), body);
}

function chart(war, found, day) {
  const days = found[0].length;
  const x = (k) => ((k * WIDTH) / Math.max(1, days - 1)).toFixed(1);
  let base = new Array(days).fill(0);
  const bands = war.states.map((state, s) => {
    const top = base.map((b, k) => b + found[s][k]);
    const edge = (heights) => heights.map((v, k) => `${x(k)},${(HEIGHT * (1 - v)).toFixed(1)}`);
    const points = [...edge(top), ...edge(base).reverse()].join(" ");
    base = top;
    return drawn("polygon", { class: `band side-${kind(state)} state-${kind(state)}`, points });
  });
  const now = x(toNumber(war.first, day));
  bands.push(drawn("line", { class: "now", x1: now, x2: now, y1: 0, y2: HEIGHT }));
  return el(
    "figure",
    { class: "timeline", "data-first": war.first, "data-days": days },
    el("figcaption", {}, texts.place.timeline),
    drawn(
      "svg",
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": texts.place.timeline,
      },
      ...bands,
    ),
    el("p", { class: "axis" }, el("span", {}, war.first), el("span", {}, war.last)),
    el("p", { class: "facts" }, texts.place.timeline_hint),
  );
}

// What was weighed on another day stands below a line that says so.
function below(evidence, weighed, day) {
  if (!evidence) return [el("p", { class: "facts" }, texts.publish.no_evidence)];
  const words = weighed < day ? texts.publish.evidence_of : texts.publish.evidence_later;
  const part = new DOMParser().parseFromString(evidence, "text/html").body;
  part.querySelector("#panel-title")?.removeAttribute("id");
  return [el("p", { class: "facts" }, fill(words, { day: weighed })), ...part.childNodes];
}

export function lightPanel({ war, places, k, day, weighed, evidence, chances, group, steps }) {
  const days = toNumber(war.first, war.last) + 1;
  const found = chancesOf(chances, k % group, war.states, days, steps);
  const now = found.map((f) => f[toNumber(war.first, day)]);
  const region = places.region[k] ? `${places.region[k]} · ` : "";
  return el(
    "div",
    {},
    el(
      "h2",
      { id: "panel-title", tabindex: -1, "data-id": places.id[k] },
      fill(texts.place.title, { name: places.name[k], day: longDay(day) }),
    ),
    el(
      "p",
      { class: "facts" },
      region + fill(texts.map.claims_of, { count: number(places.claims[k]) }),
    ),
    table(war.states, now),
    ...(evidence ? [] : [chart(war, found, day)]),
    ...below(evidence, weighed, day),
  );
}
