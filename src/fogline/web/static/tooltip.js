// What lies under the pointer, or in the middle of the map for those who move it with the keyboard:
// the place, who held it, how likely, and when a claim named it last.
import { remembered } from "./api.js";
import { $, el, fill, paused, texts } from "./dom.js";
import { nearest } from "./map.js";
import { parts } from "./map_style.js";
import { query } from "./state.js";

const REST = 60; // milliseconds that the pointer rests before it is answered
const FAR = 40; // kilometres from the next settlement: no ground of the theatre
const KM = 111.2; // kilometres in a degree of latitude
const REACH = 6; // dots around the pointer in which marks count

export function tooltip(pane, war, places) {
  const box = el("div", { class: "tip", role: "tooltip", hidden: true });
  pane.root.append(box);
  let asked = 0;
  const hide = () => {
    asked++;
    box.hidden = true;
  };

  const tell = async (point, lngLat) => {
    const mine = ++asked;
    if (!places() || !pane.lens) return;
    const k = nearest(places(), lngLat);
    if (k < 0 || distance(places(), k, lngLat) > FAR) return hide();
    const { lens } = pane;
    const found = await remembered(`/api/v1/holders?${query(lens)}`).catch(() => null);
    if (mine !== asked || !found || pane.lens !== lens) return;
    const lines = [...ofPlace(found, places().position[k], lens, war), ...marks(pane, war, point)];
    const rows = lines.map((words) => el("span", {}, words));
    box.replaceChildren(el("b", {}, places().label[k]), ...rows);
    box.hidden = false;
    put(box, point, pane.root);
    return [places().label[k], ...lines].join(". ");
  };

  const rested = paused(REST, ({ point, lngLat }) => tell(point, lngLat));
  pane.map.on("mousemove", rested);
  pane.map.on("mouseout", () => setTimeout(hide, REST + 10));
  pane.map.on("movestart", hide);
  const canvas = pane.map.getCanvas();
  const middle = async () => {
    const lngLat = pane.map.getCenter();
    if (!canvas.matches(":focus-visible")) return;
    const words = await tell(pane.map.project(lngLat), lngLat);
    if (words) $("said").textContent = words;
  };
  pane.map.on("moveend", middle);
  canvas.addEventListener("focus", middle);
  canvas.addEventListener("blur", hide);
}

function distance(places, k, { lng, lat }) {
  const east = (places.lon[k] - lng) * Math.cos((lat * Math.PI) / 180);
  return KM * Math.hypot(east, places.lat[k] - lat);
}

function ofPlace(found, at, lens, war) {
  const state = found.states[found.state[at]];
  const name = war.sides.find((s) => s.label === state)?.name ?? texts.map[state] ?? state;
  const named = found.named[at];
  return [
    fill(texts.tip.holder, { name, chance: bounded(found.chance[at]), day: lens.day }),
    named < 0
      ? texts.tip.never
      : ([texts.tip.today, texts.tip.yesterday][named] ?? fill(texts.tip.named, { days: named })),
  ];
}

// No estimate is certain.
const bounded = (chance) => (chance < 1 ? "<1" : chance > 99 ? ">99" : chance);

// What the map's other layers say here.
function marks(pane, war, { x, y }) {
  const reach = [
    [x - REACH, y - REACH],
    [x + REACH, y + REACH],
  ];
  const { changes, fighting } = parts(war);
  const ids = [...fighting, ...changes.slice(2), ...war.sides.map((s) => `claimed-${s.label}`)];
  const words = pane.map.queryRenderedFeatures(reach, { layers: ids }).map(({ properties: p }) => {
    if (p.point_count) return fill(texts.tip.heap, { count: p.point_count });
    const days = war.fighting_days;
    if (p.layer === "fighting") return fill(texts.tip.fighting, { ...p, count: p.n, days });
    if (p.layer === "changed") return fill(texts.tip.changed, p);
    return fill(texts.tip.claimed, { ...p, count: p.n, chance: bounded(p.chance) });
  });
  return [...new Set(words)].slice(0, 4);
}

function put(box, { x, y }, root) {
  const { clientWidth: wide, clientHeight: high } = root;
  const left = Math.min(x + 14, wide - box.offsetWidth - 4);
  const under = y + 16 + box.offsetHeight < high;
  box.style.left = `${Math.max(4, left)}px`;
  box.style.top = `${Math.max(4, under ? y + 16 : y - box.offsetHeight - 10)}px`;
}
