// The ruler: points on the map and the way between them. Enter sets a point in the middle of the
// map, Backspace takes the last one back, Escape ends.
import { $, fill, texts } from "./dom.js";
import { point } from "./map.js";

const RADIUS = 6371.0088; // kilometres: the Earth's mean radius (IUGG)
const radians = (degrees) => (degrees * Math.PI) / 180;

// Kilometres between two points along a great circle.
export function between([lon1, lat1], [lon2, lat2]) {
  const [a, b] = [radians(lat1), radians(lat2)];
  const half =
    Math.sin((b - a) / 2) ** 2 +
    Math.cos(a) * Math.cos(b) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * RADIUS * Math.asin(Math.sqrt(half));
}

const spelled = (km) => (km < 10 ? km.toFixed(2) : km.toFixed(1));

export function ruler(panes) {
  const [button, out] = [$("ruler"), $("ruler-out")];
  let points = [];
  let on = false;

  const draw = () => {
    const line = { type: "LineString", coordinates: points };
    const features = [
      ...(points.length > 1 ? [{ type: "Feature", properties: {}, geometry: line }] : []),
      ...points.map(([lon, lat]) => point(lon, lat, {})),
    ];
    panes.forEach((pane) => pane.set("ruler", features));
    const legs = points.slice(1).map((p, k) => between(points[k], p));
    const km = spelled(legs.reduce((a, b) => a + b, 0));
    out.textContent = legs.length
      ? fill(texts.ruler.length, { km, last: spelled(legs.at(-1)) })
      : texts.ruler.hint;
  };
  const turn = (wanted) => {
    on = wanted;
    points = [];
    button.setAttribute("aria-pressed", String(on));
    out.hidden = !on;
    draw();
    for (const { map } of panes) {
      map.getCanvas().style.cursor = on ? "crosshair" : "";
      map.doubleClickZoom[on ? "disable" : "enable"]();
    }
  };
  button.addEventListener("click", () => turn(!on));
  document.addEventListener("keydown", ({ key }) => {
    if (!on || !["Escape", "Backspace"].includes(key)) return;
    if (key === "Escape") return turn(false);
    points.pop();
    draw();
  });

  return {
    // Takes a click on the map, if the ruler is on.
    takes({ lngLat: { lng, lat } }) {
      if (!on) return false;
      points.push([lng, lat]);
      draw();
      return true;
    },
  };
}
