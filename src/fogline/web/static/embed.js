// The map alone, for a frame in a page of another site: what the address asks for, with its credit.
import { ask } from "./api.js";
import { $, credited, fill, texts } from "./dom.js";
import { shortKey } from "./legend.js";
import { Pane } from "./map.js";
import { lenses, read, state, tidy } from "./state.js";
import { tooltip } from "./tooltip.js";

const base = JSON.parse($("base").textContent);
const say = (words) => {
  $("status").textContent = words;
  $("status").hidden = !words;
};
const working = (what) => say(fill(texts.map.estimating, { what }));

async function begin() {
  read();
  $("whole").href = `/${location.search}`;
  const war = await ask("/api/v1/war", { onWorking: working });
  tidy(war);
  const [lat, lon, zoom] = state.at.split(",").map(Number);
  const at = Number.isFinite(lon) ? { center: [lon, lat], zoom: zoom || 8 } : null;
  const pane = new Pane($("pane-a"), war, base, { at, onPick: () => {} });
  const [lens] = lenses();
  const caption = [war.title, lens.day, lens.source, lens.then ? texts.map.then : ""];
  const found = await pane.show(lens, caption.filter(Boolean).join(" · "), working);
  const places = await pane.places(state.lang);
  tooltip(pane, war, () => places);
  const credits = war.credits.concat(base.credit).filter(Boolean).join("; ");
  const updated = fill(texts.site.updated, { rests_on: found.rests_on });
  $("key").replaceChildren(...shortKey(war));
  $("rests-on").replaceChildren(...credited(`${updated}.`, credits));
  say("");
  document.documentElement.dataset.ready = "yes";
}

begin().catch((error) => say(fill(texts.map.failed, { why: error.message })));
