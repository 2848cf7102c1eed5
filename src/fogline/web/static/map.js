// One map: the base, the front of a day through a lens, the claims of the day, places, and what
// changed.
import { address, ask, remembered } from "./api.js";
import { nameRivers } from "./ground.js";
import { fill, texts } from "./dom.js";
import { EMPTY, parts, style } from "./map_style.js";
import { options, picture } from "./pictures.js";
import { beforeOf, isOn, query } from "./state.js";

const LONGEST = 250; // milliseconds that a picture waits for its tiles
const PLACES_ASK = "/api/v1/places";

// Our layers over those of a style of the user's.
const over = (given, own) => ({
  ...given,
  sources: { ...given.sources, ...own.sources },
  layers: [...given.layers, ...own.layers],
});

export class Pane {
  constructor(root, war, base, { at, onPick, covered = 0 }) {
    this.root = root;
    this.war = war;
    this.wanted = null;
    this.turns = "[]";
    this.map = new window.maplibregl.Map({
      container: root.querySelector(".canvas"),
      fadeDuration: 0,
      attributionControl: base.style ? { compact: false } : false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 12,
      renderWorldCopies: false,
      transformRequest: (url) => ({ url: address(url) }),
      canvasContextAttributes: { preserveDrawingBuffer: true },
      ...(at
        ? { center: at.center, zoom: at.zoom }
        : { bounds: war.view, fitBoundsOptions: { padding: around(covered) } }),
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
    this.switch();
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
    this.caption = caption;
    this.root.querySelector(".caption").textContent = caption;
    const words = fill(texts.map.map_label, { caption });
    this.map.getCanvas().setAttribute("aria-label", words);
  }

  // Shows a lens: the old picture stays, dimmed, until the new one is whole, and its caption with
  // it. Gives what the front's answer says of it, or null if another one was wanted meanwhile.
  async show(lens, caption, onWorking) {
    const mine = (this.wanted = {});
    this.root.classList.add("waiting");
    try {
      const found = await this.answers(asks(lens, this.war), onWorking);
      if (this.wanted !== mine) return null;
      await this.draw(found);
      if (this.wanted !== mine) return null;
      this.lens = lens;
      this.entitle(caption);
      return { ...found.front, missing: found.missing };
    } finally {
      if (this.wanted === mine) this.root.classList.remove("waiting");
    }
  }

  // The answers by name. A map without one of its layers is still a map, and says what is missing.
  async answers(paths, onWorking) {
    const found = { missing: [] };
    const ask = async ([name, path]) => {
      try {
        found[name] = await remembered(path, { onWorking });
      } catch (error) {
        if (name === "front") throw error;
        found.missing.push(error.message);
      }
    };
    await Promise.all([...Object.entries(paths).map(ask), this.loaded]);
    return found;
  }

  async draw({ front, symbols, layers = EMPTY, changed = EMPTY }) {
    const ground = changed.features.filter((f) => f.properties.layer === "changed-ground");
    const turns = changed.features.filter((f) => f.properties.layer === "changed");
    const features = [front, symbols, layers].flatMap((found) => found?.features ?? []);
    this.hold();
    this.map
      .getSource("front")
      .setData({ type: "FeatureCollection", features: features.concat(ground) });
    await this.drawn();
    // After the ground, so that it need not wait for them; what stays the same is not cut again.
    const now = JSON.stringify(turns);
    if (now !== this.turns) this.set("turns", turns);
    this.turns = now;
  }

  // Shows the layers that are switched on, and only them.
  switch() {
    return this.loaded.then(() => {
      for (const [name, ids] of Object.entries(parts(this.war)))
        for (const id of ids)
          this.map.setLayoutProperty(id, "visibility", isOn(this.war, name) ? "visible" : "none");
    });
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

const PAD = 30; // dots of the page around the front in the first view
const around = (covered) => ({ top: PAD, bottom: PAD, right: PAD, left: PAD + covered });

// What a picture of a lens is made of.
export function asks(lens, war) {
  const asked = query(lens);
  const since = beforeOf(war, lens.day);
  const claimed = war.sides.some((s) => isOn(war, `claimed-${s.label}`));
  return {
    front: `/api/v1/front?${asked}`,
    ...(isOn(war, "reports") && { symbols: `/api/v1/symbols?${asked}` }),
    ...((claimed || isOn(war, "fighting")) && { layers: `/api/v1/layers?${asked}` }),
    ...(isOn(war, "changes") &&
      since < lens.day && { changed: `/api/v1/changed?${query(lens, { since })}` }),
  };
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
