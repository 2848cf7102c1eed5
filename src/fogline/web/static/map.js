// One map: the base, the front of a day through a lens, the claims of the day, places, and what
// changed.
import { ask, remembered } from "./api.js";
import { baseLayers, nameRivers, placeDots, placeNames } from "./ground.js";
import { fill, texts } from "./dom.js";
import { options, picture } from "./pictures.js";
import { query } from "./state.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const CONTESTED = "#8d7aa8";
const UNCLEAR = "#bdbdbd";
const OPAQUE = 0.42;
const LONGEST = 250; // milliseconds that a picture waits for its tiles
const PLACES_ASK = "/api/v1/places";

const RING = ["interpolate", ["linear"], ["zoom"], 5, 4, 6.5, 6, 9, 13];

const geojson = (data = EMPTY, more = {}) => ({ type: "geojson", data, ...more });

function style(war, base) {
  const found = baseLayers(base);
  const colour = [
    "match",
    ["get", "label"],
    ...war.sides.flatMap((s) => [s.label, s.colour]),
    "contested",
    CONTESTED,
    UNCLEAR,
  ];
  const actor = [
    "match",
    ["get", "actor"],
    ...war.sides.flatMap((s) => [s.label, s.colour]),
    "#555555",
  ];
  const layer = (kind) => ["==", ["get", "layer"], kind];
  const others = war.sides.slice(1);
  const textured = ["in", ["get", "label"], ["literal", others.map((s) => s.label)]];
  const textures = others.length
    ? others.flatMap((s, k) => [s.label, `texture|${k + 1}|${s.colour}`])
    : ["", ""];
  return {
    version: 8,
    sources: {
      ...found.sources,
      front: geojson(EMPTY, { tolerance: 0.05, maxzoom: 4 }),
      places: geojson(),
      turns: geojson(),
      chosen: geojson(),
    },
    layers: [
      ...(found.bare
        ? []
        : [{ id: "sea", type: "background", paint: { "background-color": "#dbe6ec" } }]),
      ...found.layers,
      {
        id: "area",
        type: "fill",
        source: "front",
        filter: ["all", layer("area"), ["!", textured]],
        paint: { "fill-color": colour, "fill-opacity": OPAQUE, "fill-antialias": false },
      },
      {
        id: "texture",
        type: "fill",
        source: "front",
        filter: ["all", layer("area"), textured],
        paint: {
          "fill-pattern": ["match", ["get", "label"], ...textures, ""],
          "fill-antialias": false,
        },
      },
      {
        id: "doubt",
        type: "fill",
        source: "front",
        filter: layer("doubt"),
        paint: { "fill-pattern": "hatch", "fill-antialias": false },
      },
      ...(found.over ?? []),
      {
        id: "line",
        type: "line",
        source: "front",
        filter: layer("line"),
        paint: { "line-color": "#1c1c1c", "line-width": 2.4 },
      },
      {
        id: "turns",
        type: "circle",
        source: "turns",
        paint: {
          "circle-radius": RING,
          "circle-color": "rgba(0,0,0,0)",
          "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 6, 1.6, 9, 3],
          "circle-stroke-color": colour,
        },
      },
      placeDots,
      {
        id: "chosen",
        type: "circle",
        source: "chosen",
        paint: {
          "circle-radius": 9,
          "circle-color": "rgba(255,255,255,.35)",
          "circle-stroke-width": 3,
          "circle-stroke-color": "#1c1c1c",
        },
      },
      placeNames,
      {
        id: "symbols",
        type: "symbol",
        source: "front",
        filter: layer("symbol"),
        layout: {
          "icon-image": [
            "concat",
            "sign|",
            ["get", "event"],
            "|",
            ["to-string", actor],
            "|",
            ["to-string", ["get", "only"]],
          ],
          "icon-allow-overlap": true,
          "icon-anchor": "right",
          "symbol-sort-key": ["get", "n"],
        },
      },
    ],
  };
}

// Our layers over those of a style of the user's.
const over = (given, own) => ({
  ...given,
  sources: { ...given.sources, ...own.sources },
  layers: [...given.layers, ...own.layers],
});

export class Pane {
  constructor(root, war, base, { at, onPick }) {
    this.root = root;
    this.war = war;
    this.wanted = "";
    this.map = new window.maplibregl.Map({
      container: root.querySelector(".canvas"),
      fadeDuration: 0,
      attributionControl: base.style ? { compact: false } : false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 12,
      renderWorldCopies: false,
      canvasContextAttributes: { preserveDrawingBuffer: true },
      ...(at
        ? { center: at.center, zoom: at.zoom }
        : { bounds: war.view, fitBoundsOptions: { padding: 30 } }),
    });
    root.map = this.map; // for the console, and for tests
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(
      new window.maplibregl.NavigationControl({ showCompass: false }),
      "top-right",
    );
    this.map.addControl(new window.maplibregl.ScaleControl({ unit: "metric" }), "bottom-right");
    this.map.on("styleimagemissing", ({ id }) => {
      if (!this.map.hasImage(id)) this.map.addImage(id, picture(id), options);
    });
    this.map.on("click", (event) => onPick(event, this));
    this.map.getCanvas().addEventListener("keydown", ({ key }) => {
      const lngLat = this.map.getCenter();
      if (key === "Enter") onPick({ lngLat, point: this.map.project(lngLat) }, this);
    });
    this.loaded = new Promise((done, fail) => {
      this.map.once("load", done);
      this.map.on("error", ({ error }) => {
        fail(error);
        console.error(error);
      });
    });
    this.map.setStyle(
      base.style || style(war, base),
      base.style ? { transformStyle: (_, given) => over(given, style(war, base)) } : {},
    );
    this.patient();
  }

  // While a new front is cut into tiles the old one is not drawn again: by software that takes
  // longer than the step itself.
  patient() {
    const repaint = this.map.triggerRepaint.bind(this.map);
    let held = 0;
    this.map.triggerRepaint = () => {
      if (!held || this.map.isMoving()) repaint();
    };
    const release = () => {
      clearTimeout(held);
      held = 0;
      repaint();
    };
    this.hold = () => {
      clearTimeout(held);
      held = setTimeout(release, LONGEST);
    };
    this.map.on("sourcedata", (e) => {
      if (held && e.sourceId === "front" && e.tile && this.map.isSourceLoaded("front")) release();
    });
  }

  // What the map shows, above it and for screen readers.
  entitle(caption) {
    this.root.querySelector(".caption").textContent = caption;
    const words = fill(texts.map.map_label, { caption });
    this.map.getCanvas().setAttribute("aria-label", words);
  }

  // Shows a lens; gives what the front's answer says of it, or null if another one was wanted
  // meanwhile.
  async show(lens, onWorking) {
    const path = `/api/v1/front?${query(lens)}`;
    this.wanted = path;
    const marks = remembered(`/api/v1/symbols?${query(lens)}`);
    const [found, told] = await Promise.all([remembered(path, { onWorking }), marks, this.loaded]);
    if (this.wanted !== path) return null;
    this.hold();
    this.map
      .getSource("front")
      .setData({ type: "FeatureCollection", features: found.features.concat(told.features) });
    await this.drawn();
    return found;
  }

  // Waits for the first picture in which the front is whole.
  drawn() {
    return new Promise((done) => {
      const look = () => {
        if (!this.map.isSourceLoaded("front")) return;
        this.map.off("render", look);
        done();
      };
      this.map.on("render", look);
    });
  }

  async places(language) {
    const found = await ask(`${PLACES_ASK}?lang=${language}`);
    await this.loaded;
    nameRivers(this.map, language);
    this.map.getSource("places").setData(points(found));
    return found;
  }

  set(source, features) {
    this.loaded.then(() =>
      this.map.getSource(source).setData({ type: "FeatureCollection", features }),
    );
  }
}

const point = (lon, lat, properties) => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates: [lon, lat] },
});

function points(found) {
  return {
    type: "FeatureCollection",
    features: found.id.map((id, k) =>
      point(found.lon[k], found.lat[k], {
        id,
        name: found.label[k],
        former: found.former[k],
        size: found.size[k],
        rank: k,
      }),
    ),
  };
}

// The settlement whose ground a point belongs to: the nearest one.
export function nearest(found, { lng, lat }) {
  const squeeze = Math.cos((lat * Math.PI) / 180);
  let best = -1;
  let least = Infinity;
  for (let k = 0; k < found.id.length; k++) {
    const x = (found.lon[k] - lng) * squeeze;
    const y = found.lat[k] - lat;
    const far = x * x + y * y;
    if (far < least) [best, least] = [k, far];
  }
  return best;
}

export { point };

// Two maps move as one.
export function tie(one, two) {
  let moving = false;
  const follow = (from, to) => () => {
    if (moving) return;
    moving = true;
    to.map.jumpTo({ center: from.map.getCenter(), zoom: from.map.getZoom() });
    moving = false;
  };
  one.map.on("move", follow(one, two));
  two.map.on("move", follow(two, one));
}
