// What the map draws, from below: the base, ground by holder and look, what changed, claims, the
// line, fighting, places, and the signs of the day.
import { baseLayers, cityNames, placeDots, placeNames } from "./ground.js";

export const EMPTY = { type: "FeatureCollection", features: [] };
const INK = "#1c1c1c";
const STATES = { contested: "#8d7aa8", unclear: "#bdbdbd" };
const NOBODY = "#555555";
const FIGHTING = "#d95f02";
export const STRENGTH = { held: 0.52, believed: 0.24, unknown: 0.1 };
const CLUSTERED = 8; // the zoom from which changed places stand alone

const geojson = (data = EMPTY, more = {}) => ({ type: "geojson", data, ...more });
const is = (name, value) => ["==", ["get", name], value];
const match = (name, pairs, other) => ["match", ["get", name], ...pairs, other];

export const colourOf = (war, label) =>
  war.sides.find((s) => s.label === label)?.colour ?? STATES[label] ?? NOBODY;

// The picture of ground: the position of its side, or 0 for states that have no texture.
export function groundName(war, label, look) {
  const k = Math.max(
    0,
    war.sides.findIndex((s) => s.label === label),
  );
  return `ground|${k}|${colourOf(war, label)}|${look}`;
}

export function style(war, base) {
  const found = baseLayers(base);
  const sides = war.sides.flatMap((s) => [s.label, s.colour]);
  return {
    version: 8,
    sources: {
      ...found.sources,
      front: geojson(EMPTY, { tolerance: 0.05, maxzoom: 4 }),
      places: geojson(),
      turns: geojson(EMPTY, clustering(war)),
      chosen: geojson(),
      ruler: geojson(),
    },
    layers: [
      ...(found.bare
        ? []
        : [{ id: "sea", type: "background", paint: { "background-color": "#dbe6ec" } }]),
      ...found.layers,
      ...grounds(war, match("label", [...sides, ...Object.entries(STATES).flat()], NOBODY)),
      ...changedGround(match("gained", sides, NOBODY)),
      ...war.sides.map(claimedGround),
      ...(found.over ?? []),
      ...lines(),
      fighting(),
      placeDots,
      {
        id: "chosen",
        type: "circle",
        source: "chosen",
        paint: {
          "circle-radius": 9,
          "circle-color": "rgba(255,255,255,.35)",
          "circle-stroke-width": 3,
          "circle-stroke-color": INK,
        },
      },
      placeNames,
      symbols(match("actor", sides, NOBODY)),
      ...war.sides.map(claimed),
      cityNames,
      ...turns(war, match("gained", sides, NOBODY)),
      ...ruler(),
    ],
  };
}

// The first side's ground is plain, that of the others has a texture; unknown ground has specks.
function grounds(war, colour) {
  const textured = war.sides.slice(1).map((s) => s.label);
  const drawn = ["any", ["in", ["get", "label"], ["literal", textured]], is("look", "unknown")];
  const place = war.sides.flatMap((s, k) => [s.label, String(k)]);
  return [
    {
      id: "area",
      type: "fill",
      source: "front",
      filter: ["all", is("layer", "area"), ["!", drawn]],
      paint: {
        "fill-color": colour,
        "fill-opacity": match("look", ["held", STRENGTH.held], STRENGTH.believed),
        "fill-antialias": false,
      },
    },
    {
      id: "texture",
      type: "fill",
      source: "front",
      filter: ["all", is("layer", "area"), drawn],
      paint: {
        "fill-pattern": [
          "concat",
          "ground|",
          match("label", place, "0"),
          "|",
          ["to-string", colour],
          "|",
          ["get", "look"],
        ],
        "fill-antialias": false,
      },
    },
  ];
}

// Where nothing is known of the ground on either side, the line is no more than a guess.
const lines = () => {
  const of = (look) => ["all", is("layer", "line"), is("look", look)];
  const shape = { type: "line", source: "front" };
  return [
    {
      id: "line-unknown",
      ...shape,
      filter: of("unknown"),
      paint: {
        "line-color": INK,
        "line-width": 1.3,
        "line-opacity": 0.6,
        "line-dasharray": [3, 2],
      },
    },
    {
      id: "line",
      ...shape,
      filter: of("known"),
      paint: { "line-color": INK, "line-width": 2.4 },
    },
  ];
};

function changedGround(colour) {
  const shape = { source: "front", filter: is("layer", "changed-ground") };
  return [
    {
      id: "changed",
      type: "fill",
      ...shape,
      paint: { "fill-color": colour, "fill-opacity": 0.5, "fill-antialias": false },
    },
    {
      id: "changed-edge",
      type: "line",
      ...shape,
      paint: {
        "line-color": colour,
        "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1, 9, 2.4],
      },
    },
  ];
}

const claimedGround = (side) => ({
  id: `claimed-ground-${side.label}`,
  type: "fill",
  source: "front",
  filter: ["all", is("layer", "claimed-ground"), is("side", side.label)],
  paint: { "fill-pattern": `claimed-ground|${side.colour}`, "fill-antialias": false },
});

const claimed = (side) => ({
  id: `claimed-${side.label}`,
  type: "symbol",
  source: "front",
  filter: ["all", is("layer", "claimed"), is("side", side.label)],
  layout: {
    "icon-image": `claimed|${side.colour}`,
    "icon-allow-overlap": true,
    "icon-anchor": "bottom",
  },
});

function fighting() {
  const size = ["sqrt", ["get", "n"]];
  return {
    id: "fighting",
    type: "circle",
    source: "front",
    filter: is("layer", "fighting"),
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, ["*", 3, size], 9, ["*", 8, size]],
      "circle-color": FIGHTING,
      "circle-opacity": 0.45,
      "circle-blur": 0.35,
    },
  };
}

// A count for each side that gained, so that a heap of places has the colour of most of them.
function clustering(war) {
  const count = (s) => ["+", ["case", is("gained", s.label), 1, 0]];
  return {
    cluster: true,
    clusterMaxZoom: CLUSTERED,
    clusterRadius: 45,
    clusterProperties: Object.fromEntries(war.sides.map((s) => [`of ${s.label}`, count(s)])),
  };
}

function turns(war, colour) {
  const most = war.sides.flatMap((s) => [
    [">=", ["get", `of ${s.label}`], ["/", ["get", "point_count"], 2]],
    s.colour,
  ]);
  return [
    {
      id: "turns",
      type: "circle",
      source: "turns",
      filter: ["!", ["has", "point_count"]],
      paint: {
        "circle-radius": 5,
        "circle-color": "rgba(255,255,255,.6)",
        "circle-stroke-width": 2,
        "circle-stroke-color": colour,
      },
    },
    {
      id: "turns-heaps",
      type: "symbol",
      source: "turns",
      filter: ["has", "point_count"],
      layout: {
        "icon-image": [
          "concat",
          "count|",
          ["to-string", ["get", "point_count"]],
          "|",
          ["case", ...most, NOBODY],
        ],
        "icon-allow-overlap": true,
      },
    },
  ];
}

const symbols = (colour) => ({
  id: "symbols",
  type: "symbol",
  source: "front",
  filter: is("layer", "symbol"),
  layout: {
    "icon-image": [
      "concat",
      "sign|",
      ["get", "event"],
      "|",
      ["to-string", colour],
      "|",
      ["to-string", ["get", "only"]],
    ],
    "icon-allow-overlap": true,
    "icon-anchor": "right",
    "symbol-sort-key": ["get", "n"],
  },
});

const ruler = () => [
  {
    id: "ruler-line",
    type: "line",
    source: "ruler",
    paint: { "line-color": INK, "line-width": 2, "line-dasharray": [2, 1.5] },
  },
  {
    id: "ruler-ends",
    type: "circle",
    source: "ruler",
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-radius": 4,
      "circle-color": "#fff",
      "circle-stroke-width": 2,
      "circle-stroke-color": INK,
    },
  },
];

// The map's layers that a reader can switch, by the layers of the style that each is made of.
export const parts = (war) => ({
  control: ["area", "texture", "line", "line-unknown"],
  ...Object.fromEntries(
    war.sides.map((s) => [
      `claimed-${s.label}`,
      [`claimed-ground-${s.label}`, `claimed-${s.label}`],
    ]),
  ),
  fighting: ["fighting"],
  changes: ["changed", "changed-edge", "turns", "turns-heaps"],
  reports: ["symbols"],
});
