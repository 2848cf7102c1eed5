// What is looked at, as it stands in the address: each view can be linked.
const NAMES = [
  "day",
  "known",
  "source",
  "compare",
  "day2",
  "source2",
  "since",
  "layers",
  "place",
  "at",
  "lang",
];
export const state = {
  day: "",
  known: "now",
  source: "",
  compare: "none",
  day2: "",
  source2: "",
  since: "",
  layers: "",
  place: "",
  at: "",
  lang: "en",
};
export const LANGUAGES = ["en", "uk", "ru", "ar"]; // of the names on the map

const USUAL = { ...state };

export function read() {
  const given = new URLSearchParams(location.search);
  for (const name of NAMES) state[name] = given.get(name) ?? USUAL[name];
}

// A step that "back" leads back over is remembered; the slider and the map's movements are not.
export function write({ step = false } = {}) {
  const query = new URLSearchParams();
  const usual = { known: "now", compare: "none", lang: "en" };
  const needs = { day2: "days", source2: "sources" };
  for (const name of NAMES) {
    const told = !needs[name] || needs[name] === state.compare;
    if (told && state[name] && state[name] !== usual[name]) query.set(name, state[name]);
  }
  const address = `${location.pathname}?${query}`;
  if (address !== location.pathname + location.search)
    history[step ? "pushState" : "replaceState"](null, "", address);
}

// The lens of each map: the day, what was known, and by whom.
export function lenses() {
  const first = { day: state.day, then: state.known === "then", source: state.source };
  const second = {
    none: null,
    days: { ...first, day: state.day2 },
    sources: { ...first, source: state.source2 },
    known: { ...first, then: !first.then },
  }[state.compare];
  return second ? [first, second] : [first];
}

export function query(lens, more = {}) {
  const given = new URLSearchParams({ day: lens.day, ...more });
  if (lens.then) given.set("as_of", lens.day);
  if (lens.source) given.set("source", lens.source);
  return given;
}

const DAY = 86400000;
export const toDay = (first, n) => new Date(Date.parse(first) + n * DAY).toISOString().slice(0, 10);
export const toNumber = (first, day) => Math.round((Date.parse(day) - Date.parse(first)) / DAY);

export const BEFORE = 7; // days over which the panel tells what changed
// The day since which the map shows what changed: the earlier of two that are compared, one that
// was chosen, or some days before.
export function beforeOf(war, day) {
  const compared = state.compare === "days" && [state.day, state.day2].find((d) => d < day);
  const before = () => within(war, toDay(war.first, toNumber(war.first, day) - BEFORE));
  return compared || state.since || before();
}

// The layers that can be switched, in the legend's order. Fighting is off at first: the signs of
// the day tell of it too.
export const layerNames = (war) => [
  "control",
  ...war.sides.map((s) => `claimed-${s.label}`),
  "fighting",
  "changes",
  "reports",
];
const OFF = ["fighting"];
const usual = (war) => layerNames(war).filter((name) => !OFF.includes(name));
const layersOn = (war) => (state.layers ? state.layers.split(",") : usual(war));
export const isOn = (war, name) => layersOn(war).includes(name);

export function turnLayer(war, name, on) {
  const wanted = layerNames(war).filter((n) => (n === name ? on : isOn(war, n)));
  const same = wanted.join() === usual(war).join();
  state.layers = same ? "" : wanted.join() || "none";
}

export const within = (war, day) => (day < war.first ? war.first : day > war.last ? war.last : day);

export function compareBy(war, kind) {
  state.compare = kind;
  if (kind === "days" && !state.day2)
    state.day2 = within(war, toDay(war.first, toNumber(war.first, state.day) - BEFORE));
  const names = Object.keys(war.publishers);
  if (kind === "sources" && !state.source) state.source = names[0] ?? "";
  if (kind === "sources" && [state.source, ""].includes(state.source2))
    state.source2 = names.find((n) => n !== state.source) ?? "";
}

// What an address asks for may not be there.
export function tidy(war) {
  const there = (day) => /^\d{4}-\d\d-\d\d$/.test(day) && within(war, day) === day;
  const names = Object.keys(war.publishers);
  if (!there(state.day)) state.day = war.last;
  if (!there(state.day2)) state.day2 = "";
  if (!there(state.since)) state.since = "";
  if (!LANGUAGES.includes(state.lang)) state.lang = "en";
  if (!names.includes(state.source)) state.source = "";
  if (!names.includes(state.source2)) state.source2 = "";
  compareBy(war, ["days", "sources", "known"].includes(state.compare) ? state.compare : "none");
}
