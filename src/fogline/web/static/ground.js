// What the map stands on: land, rivers, borders, and the names of places.
// How many places have names at a zoom, those first that claims speak of.
const RANKS = ["step", ["zoom"], 40, 6.5, 90, 7.5, 250, 8.5, 900, 9.5, 4000, 10.5, 1e6];

export function baseLayers(base) {
  if (base.style) return { sources: {}, layers: [], bare: true };
  if (!base.tiles) {
    const line = (id, kind, paint, more = {}) => ({
      id,
      type: "line",
      source: "base",
      filter: ["==", ["get", "kind"], kind],
      paint,
      ...more,
    });
    return {
      sources: { base: { type: "geojson", data: "/basemap.geojson" } },
      layers: [
        {
          id: "land",
          type: "fill",
          source: "base",
          filter: ["==", ["get", "kind"], "land"],
          paint: { "fill-color": "#f6f4ef", "fill-antialias": false },
        },
      ],
      over: [
        // The theatre's rivers are coarse lines: from near by they would mislead.
        line(
          "river",
          "river",
          { "line-color": "#5f8fab", "line-width": 1, "line-opacity": 0.7 },
          { maxzoom: 8 },
        ),
        line("border", "border", { "line-color": "#6b6b6b", "line-width": 0.9 }),
        line("contested-border", "contested", {
          "line-color": "#6b6b6b",
          "line-width": 1.2,
          "line-dasharray": [3, 2.5],
        }),
      ],
    };
  }
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
  const fillOf = (layer) => (/water|ocean|lake/.test(layer) ? "#dbe6ec" : "#f6f4ef");
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

export const placeDots = {
  id: "dots",
  type: "circle",
  source: "places",
  minzoom: 7,
  filter: ["<=", ["get", "rank"], RANKS],
  paint: { "circle-radius": 2, "circle-color": "#1c1c1c" },
};

export const placeNames = {
  id: "names",
  type: "symbol",
  source: "places",
  filter: ["<=", ["get", "rank"], RANKS],
  layout: {
    "icon-image": ["concat", "label|", ["get", "name"]],
    "icon-anchor": "left",
    "icon-offset": [3, 0],
    "symbol-sort-key": ["get", "rank"],
    "icon-padding": 1,
  },
};
