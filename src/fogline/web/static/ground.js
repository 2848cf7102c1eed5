// What the map stands on: land, water, borders, roads, and the names of places and rivers.
// How many places have names at a zoom: cities first, then those that claims speak of.
const RANKS = ["step", ["zoom"], 60, 6.5, 90, 7.5, 250, 8.5, 900, 9.5, 4000, 10.5, 1e6];
const PART = 5; // the size of a town's districts, and the zoom from which they have names
const DISTRICTS = 11;
const SEA = "#dbe6ec";
const LAND = "#f6f4ef";
const INK = "#6b6b6b";
const RIVER = "#7fa3b8";
// Rivers as lines are coarse: from near by, the water's own shape shows them.
const NEAR = 9.5;

const widths = (...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];
const of = (kind) => ["==", ["get", "kind"], kind];
const line = (id, kind, paint, more = {}) => ({
  id,
  type: "line",
  source: "base",
  filter: of(kind),
  paint,
  ...more,
});
const area = (id, source, kind, colour) => ({
  id,
  type: "fill",
  source,
  filter: of(kind),
  paint: { "fill-color": colour, "fill-antialias": false },
});

// The ground of the package: land below what is drawn of the war, water and lines above it, so that
// no side's colour runs into the sea.
const packaged = {
  sources: {
    base: { type: "geojson", data: "/basemap.geojson", tolerance: 0.2 },
    water: { type: "geojson", data: "/water.geojson", tolerance: 0.2 },
  },
  layers: [
    area("land", "base", "land", LAND),
    area("near-land", "water", "land", LAND),
    area("urban", "base", "urban", "#e2ddd3"),
  ],
  over: [
    line(
      "river",
      "river",
      { "line-color": RIVER, "line-width": widths(4, 0.6, 9, 1.8) },
      { maxzoom: NEAR, layout: { "line-join": "round" } },
    ),
    area("water", "water", "water", SEA),
    line("rail", "rail", { "line-color": "#9a948a", "line-width": widths(6, 0.4, 10, 1.2) }, {
      minzoom: 7,
    }),
    line("road", "road", { "line-color": "#c9a98c", "line-width": widths(6, 0.4, 10, 1.6) }, {
      minzoom: 6.5,
    }),
    line("region", "region", {
      "line-color": "#7b776f",
      "line-width": widths(4, 0.5, 10, 1.3),
      "line-opacity": ["interpolate", ["linear"], ["zoom"], 4, 0.45, 8, 0.8],
    }),
    line("border", "border", { "line-color": INK, "line-width": widths(4, 0.8, 10, 1.8) }),
    line("contested-border", "contested", {
      "line-color": INK,
      "line-width": widths(4, 1.1, 10, 2),
      "line-dasharray": [3, 2.5],
    }),
    {
      id: "river-names",
      type: "symbol",
      source: "base",
      filter: ["all", of("river"), ["!=", ["get", "en"], ""]],
      minzoom: 5.5,
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 220,
        "icon-image": named("en"),
        "icon-rotation-alignment": "map",
        "icon-keep-upright": true,
        "icon-padding": 6,
      },
    },
  ],
};

function named(language) {
  return ["concat", "label|river|", ["coalesce", ["get", language], ["get", "en"]]];
}

// Rivers have their names in a language; places come with theirs.
export function nameRivers(map, language) {
  if (map.getLayer("river-names"))
    map.setLayoutProperty("river-names", "icon-image", named(language));
}

export function baseLayers(base) {
  if (base.style) return { sources: {}, layers: [], bare: true };
  if (!base.tiles) return packaged;
  const tiles = {
    tiles: [`${location.origin}/tiles/{z}/{x}/{y}`],
    minzoom: base.tiles.min,
    maxzoom: base.tiles.max,
  };
  if (base.tiles.kind === "raster") {
    return {
      sources: { base: { type: "raster", tileSize: 256, ...tiles } },
      layers: [{ id: "tiles", type: "raster", source: "base" }],
    };
  }
  const fillOf = (layer) => (/water|ocean|lake/.test(layer) ? SEA : LAND);
  return {
    sources: { base: { type: "vector", ...tiles } },
    layers: base.tiles.layers.flatMap((layer) => [
      {
        id: `fill-${layer}`,
        type: "fill",
        source: "base",
        "source-layer": layer,
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": fillOf(layer) },
      },
      {
        id: `line-${layer}`,
        type: "line",
        source: "base",
        "source-layer": layer,
        filter: ["==", ["geometry-type"], "LineString"],
        paint: { "line-color": "#b9b3a8", "line-width": 0.7 },
      },
    ]),
  };
}

const within = [
  "all",
  ["<=", ["get", "rank"], RANKS],
  ["<=", ["get", "size"], ["step", ["zoom"], PART - 1, DISTRICTS, PART]],
];

export const placeDots = {
  id: "dots",
  type: "circle",
  source: "places",
  minzoom: 7,
  filter: within,
  paint: {
    "circle-radius": ["match", ["get", "size"], 1, 3, 2, 2.5, 3, 2, 1.5],
    "circle-color": "#1c1c1c",
  },
};

// From near by a former name stands in brackets: Bakhmut (Artemivsk).
const print = ["concat", "label|", ["to-string", ["get", "size"]], "|", ["get", "name"]];
const both = ["concat", print, " (", ["get", "former"], ")"];
const FORMER = 7;

// The names of cities, and from near by of towns, come before the signs of the day, which would
// hide those of the places that most is said about.
const first = ["<=", ["get", "size"], ["step", ["zoom"], 1, FORMER, 2]];
export const placeNames = names("names", ["!", first]);
export const cityNames = names("cities", first);

function names(id, wanted) {
  return {
    id,
    type: "symbol",
    source: "places",
    filter: ["all", within, wanted],
    layout: {
      "icon-image": [
        "step",
        ["zoom"],
        print,
        FORMER,
        ["case", ["==", ["get", "former"], ""], print, both],
      ],
      "icon-anchor": "left",
      "icon-offset": [5, 0],
      "symbol-sort-key": ["get", "rank"],
      "icon-padding": 1,
    },
  };
}
