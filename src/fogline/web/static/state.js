// What is looked at, as it stands in the address: each view can be linked.
const NAMES = ["day", "known", "source", "compare", "day2", "source2", "place", "at"];
export const state = { day: "", known: "now", source: "", compare: "none", day2: "", source2: "", place: "", at: "" };

export function read() {
  const given = new URLSearchParams(location.search);
  for (const name of NAMES) if (given.has(name)) state[name] = given.get(name);
}

export function write() {
  const query = new URLSearchParams();
  const usual = { known: "now", compare: "none" };
  const needs = { day2: "days", source2: "sources" };
  for (const name of NAMES) {
    const told = !needs[name] || needs[name] === state.compare;
    if (told && state[name] && state[name] !== usual[name]) query.set(name, state[name]);
  }
  const address = `${location.pathname}?${query}`;
  if (address !== location.pathname + location.search) history.replaceState(null, "", address);
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
