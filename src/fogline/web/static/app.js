// The map page: what is looked at, and everything that follows from it.
import { ask, part, remembered } from "./api.js";
import { $, credited, el, fill, paused, texts } from "./dom.js";
import { fold, legend, switches, tell } from "./legend.js";
import { Pane, asks, nearest, point, tie } from "./map.js";
import { ruler } from "./ruler.js";
import { search } from "./search.js";
import { share } from "./share.js";
import {
  beforeOf,
  compareBy,
  lenses,
  query,
  read,
  state,
  tidy,
  toDay,
  toNumber,
  turnLayer,
  within,
  write,
} from "./state.js";
import { timeline } from "./timeline.js";
import { tooltip } from "./tooltip.js";
import { localTimes } from "./page.js";

const AHEAD = 6; // days on either side that are fetched before they are asked for
const base = JSON.parse($("base").textContent);
const panes = [];
let war;
let places = null;
let turns = [];
let measure;
let days;
let playing = 0;
let drawn = false;
let told = ""; // what is to be said beside the next picture

const say = (words) => {
  $("status").textContent = words;
  $("status").hidden = !words;
};
const estimating = (what, progress) => {
  const share = progress?.share == null ? "" : ` · ${Math.round(100 * progress.share)} %`;
  const count = progress?.waiting;
  const waiting = count ? ` · ${fill(texts.map.waiting, { count })}` : "";
  return `${fill(texts.map.estimating, { what })}${share}${waiting}`;
};
const working = (what, progress) => say(estimating(what, progress));
const clamp = (day) => within(war, day);

function caption(lens) {
  const known = lens.then ? texts.map.then : state.compare === "known" ? texts.map.now : "";
  return [lens.day, lens.source, known].filter(Boolean).join(" · ");
}

// What a picture rests on, and the posts whose text of its day is not known.
function restsOn(front) {
  const updated = fill(texts.site.updated, { rests_on: front.rests_on });
  const count = front.unknown_texts.length;
  return count ? `${updated}. ${fill(texts.map.unknown_texts, { count })}` : updated;
}

// --- drawing -------------------------------------------------------------------------------------

function at() {
  const [lat, lon, zoom] = state.at.split(",").map(Number);
  return Number.isFinite(lat) && Number.isFinite(lon)
    ? { center: [lon, lat], zoom: zoom || 8 }
    : null;
}

function secondPane(wanted) {
  if ($("pane-b").hidden === !wanted) return;
  const linked = !drawn && at();
  const bounds = panes[0].map.getBounds();
  $("pane-b").hidden = !wanted;
  $("stage").classList.toggle("two", wanted);
  fold();
  if (wanted && panes.length < 2) {
    const map = panes[0].map;
    panes.push(
      new Pane($("pane-b"), war, base, {
        at: { center: map.getCenter(), zoom: map.getZoom() },
        onPick: pick,
      }),
    );
    tie(panes[0], panes[1]);
    panes[1].places(state.lang);
    tooltip(panes[1], war, () => places);
  }
  panes.forEach((pane) => pane.map.resize());
  if (linked) panes[0].map.jumpTo(linked);
  else panes[0].map.fitBounds(bounds, { animate: false });
}

// Words change with the picture that they are about: until it is whole, the old ones stand.
async function draw(how) {
  const wanted = lenses();
  write(how); // before the map moves, which is no step
  secondPane(wanted.length > 1);
  controls();
  const captions = wanted.map(caption);
  const shown = wanted.map((lens, k) => panes[k].show(lens, captions[k], working));
  try {
    const found = await Promise.all(shown);
    if (found.includes(null)) return;
    drawn = true;
    const missing = found.flatMap((f) => f.missing).map((why) => fill(texts.map.no_layer, { why }));
    say([told, ...missing].filter(Boolean).join(" "));
    told = "";
    tell(
      found.map((f, k) => ({ ...f, caption: captions[k] })),
      wanted[0],
      query(wanted[0]),
      war,
    );
    labels(wanted);
    const updated = [...new Set(found.map(restsOn))].join(". ");
    const credits = war.credits.concat(base.credit).filter(Boolean).join("; ");
    $("rests-on").replaceChildren(...credited(`${updated}. ${texts.site.note}`, credits));
    document.dispatchEvent(new CustomEvent("drawn", { detail: { day: state.day } }));
    fetchAhead(wanted[0]);
  } catch (error) {
    say(fill(texts.map.failed, { why: error.message }));
  }
}

// The days beside the sliders, and the timeline's marks.
function labels([first, second]) {
  $("day-out").textContent = first.day;
  if (second) $("day-two-out").textContent = second.day;
  const since = beforeOf(war, first.day);
  $("since-out").textContent = since;
  days.show(first.day, since, first.source).catch((error) =>
    say(fill(texts.map.failed, { why: error.message })),
  );
}

function fetchAhead(lens) {
  if (lens.then) return; // each day would be an estimate of its own
  const here = toNumber(war.first, lens.day);
  for (let d = 1; d <= AHEAD; d++) {
    for (const n of [here + d, here - d]) {
      const day = toDay(war.first, n);
      if (day !== clamp(day)) continue;
      for (const path of Object.values(asks({ ...lens, day }, war)))
        remembered(path).catch(() => {});
    }
  }
}

// --- the panel -----------------------------------------------------------------------------------

// The old evidence stays, dimmed, below the words for what is waited for.
function waitFor(body, words) {
  const note = body.querySelector(".awaited") ?? el("p", { class: "awaited", role: "status" });
  note.textContent = words;
  body.classList.add("waiting");
  if (!note.parentNode) body.prepend(note);
  body.querySelector(".hint")?.remove();
}

const SOON = 300; // milliseconds after which the panel says what it waits for
let asking = null;
async function panel({ focus = false } = {}) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const lens = lenses()[0];
  const body = $("panel-body");
  const onWorking = (what, progress) =>
    signal.aborted || waitFor(body, estimating(what, progress));
  const slow = setTimeout(() => onWorking(texts.map.panel_awaited), SOON);
  signal.addEventListener("abort", () => clearTimeout(slow));
  try {
    const later = lenses().reduce((one, two) => (two.day > one.day ? two : one));
    const alone = !state.place; // beside a place they come when they come
    const changed = changesPart(later, { signal, ...(alone && { onWorking }) });
    changed.catch(() => {}); // it is waited for below, if nothing fails before
    let nodes;
    if (state.place)
      nodes = await part(`/panel/places/${encodeURIComponent(state.place)}?${query(lens)}`, {
        signal,
        onWorking,
      });
    else if (state.compare === "sources")
      nodes = await part(
        `/panel/compare?${new URLSearchParams({ one: state.source, two: state.source2 })}`,
        { signal, onWorking },
      );
    else nodes = await changed;
    if (signal.aborted) return;
    clearTimeout(slow);
    body.classList.remove("waiting");
    body.replaceChildren(...nodes);
    if (state.place) {
      named(body);
      withTurn(body, await changed);
    }
    $("close").hidden = !state.place;
    localTimes(body);
    if (focus) body.querySelector("#panel-title")?.focus();
    document.dispatchEvent(new CustomEvent("told", { detail: { place: state.place } }));
  } catch (error) {
    clearTimeout(slow);
    if (error.name !== "AbortError") {
      body.classList.remove("waiting");
      body.replaceChildren(
        el(
          "p",
          { class: "empty", role: "alert" },
          fill(texts.map.no_panel, { why: error.message }),
        ),
      );
    }
    $("close").hidden = !state.place;
  }
}

async function changesPart(lens, options) {
  const since = beforeOf(war, lens.day);
  turns = [];
  if (lens.day <= since) return [el("p", { class: "empty" }, texts.map.panel_hint)];
  const nodes = await part(`/panel/changes?${query(lens, { since })}`, options);
  turns = nodes.flatMap((n) => (n.querySelectorAll ? [...n.querySelectorAll("article.turn")] : []));
  return nodes;
}

// A link may name a place in any spelling.
function named(body) {
  state.place = body.querySelector("#panel-title")?.dataset.id ?? state.place;
  mark();
  write();
}

// Above a place's evidence stands what changed there of late, with the claims that made it.
function withTurn(body) {
  const turn = turns.find((t) => t.dataset.place === state.place);
  if (turn) body.querySelector("#panel-title")?.after(turn.cloneNode(true));
}

function mark() {
  const k = places ? places.id.indexOf(state.place) : -1;
  panes.forEach((pane) =>
    pane.set("chosen", k < 0 ? [] : [point(places.lon[k], places.lat[k], {})]),
  );
}

function open(place, { day = "", move = false } = {}) {
  state.place = place;
  if (day) state.day = clamp(day);
  write({ step: true });
  mark();
  if (move) center(place);
  draw();
  panel({ focus: true });
}

function center(place) {
  const k = places?.id.indexOf(place) ?? -1;
  if (k >= 0)
    panes[0].map.jumpTo({
      center: [places.lon[k], places.lat[k]],
      zoom: Math.max(panes[0].map.getZoom(), 8),
    });
}

function pick(event, pane) {
  if (measure.takes(event) || !places) return;
  const { x, y } = event.point;
  const marks = ["symbols", "turns", ...war.sides.map((s) => `claimed-${s.label}`)];
  const near = pane.map.queryRenderedFeatures(
    [
      [x - 12, y - 12],
      [x + 12, y + 12],
    ],
    { layers: ["turns-heaps", ...marks] },
  );
  if (near[0]?.properties.cluster) return closer(pane, near[0]);
  const k = near.length ? places.id.indexOf(near[0].properties.id) : nearest(places, event.lngLat);
  if (k >= 0) open(places.id[k]);
}

// A heap of places falls apart from near by.
async function closer(pane, heap) {
  const zoom = await pane.map
    .getSource("turns")
    .getClusterExpansionZoom(heap.properties.cluster_id);
  pane.map.jumpTo({ center: heap.geometry.coordinates, zoom });
}

// --- controls ------------------------------------------------------------------------------------

function controls() {
  const last = toNumber(war.first, war.last);
  for (const [id, day] of [
    ["day", state.day],
    ["day-two", state.day2],
    ["since", beforeOf(war, state.day)],
  ]) {
    const slider = $(id);
    slider.max = last;
    slider.value = toNumber(war.first, day);
    slider.disabled = false;
    slider.setAttribute("aria-valuetext", day);
  }
  $("changed").value = state.since ? "since" : "week";
  const twoDays = state.compare === "days";
  $("changed-label").hidden = twoDays;
  $("days-since").hidden = !state.since || twoDays;
  switches(war);
  document.querySelector(
    `input[name=known][value=${state.known === "then" ? "then" : "now"}]`,
  ).checked = true;
  $("source").value = state.source;
  $("source-two").value = state.source2;
  $("compare").value = state.compare;
  $("lang").value = state.lang;
  $("days-two").hidden = !twoDays;
  $("known").hidden = state.compare === "known";
  $("source-two-label").hidden = state.compare !== "sources";
}

const panelLater = paused(350, panel);
const goTo = (day) => {
  state.day = clamp(day);
  panelLater();
  return draw();
};
const step = (n) => goTo(toDay(war.first, toNumber(war.first, state.day) + n));

async function play() {
  const mine = ++playing;
  $("play").textContent = texts.map.pause;
  $("play").setAttribute("aria-pressed", "true");
  if (state.day === war.last) state.day = toDay(war.first, -1);
  while (playing === mine && state.day < war.last) {
    await Promise.all([step(1), new Promise((done) => setTimeout(done, 450))]);
  }
  if (playing === mine) stop();
}

function stop() {
  playing++;
  $("play").textContent = texts.map.play;
  $("play").setAttribute("aria-pressed", "false");
}

function publishers() {
  const names = Object.keys(war.publishers);
  for (const id of ["source", "source-two"])
    $(id).append(...names.map((n) => el("option", { value: n }, n)));
}

function speak(language) {
  state.lang = language;
  write({ step: true });
  panes.forEach((pane) => pane.places(language));
}

function listen() {
  $("day").addEventListener("input", (e) => {
    stop();
    goTo(toDay(war.first, Number(e.target.value)));
  });
  $("day-two").addEventListener("input", (e) => {
    state.day2 = toDay(war.first, Number(e.target.value));
    panelLater();
    draw();
  });
  $("since").addEventListener("input", (e) => {
    state.since = toDay(war.first, Number(e.target.value));
    panelLater();
    draw();
  });
  $("earlier").addEventListener("click", () => {
    stop();
    step(-1);
  });
  $("later").addEventListener("click", () => {
    stop();
    step(1);
  });
  $("play").addEventListener("click", () =>
    $("play").getAttribute("aria-pressed") === "true" ? stop() : play(),
  );
  $("controls").addEventListener("submit", (e) => e.preventDefault());
  $("controls").addEventListener("change", (e) => {
    if (e.target.name === "known") state.known = e.target.value;
    else if (e.target.id === "source") state.source = e.target.value;
    else if (e.target.id === "source-two") state.source2 = e.target.value;
    else if (e.target.id === "compare") compareBy(war, e.target.value);
    else if (e.target.id === "changed")
      state.since = e.target.value === "since" ? beforeOf(war, state.day) : "";
    else return;
    draw({ step: true });
    panel();
  });
  $("lang").addEventListener("change", (e) => speak(e.target.value));
  $("close").addEventListener("click", () => {
    state.place = "";
    mark();
    write({ step: true });
    panel({ focus: true });
  });
  window.addEventListener("popstate", () => {
    stop();
    const spoken = state.lang;
    read();
    checked();
    if (state.lang !== spoken) panes.forEach((pane) => pane.places(state.lang));
    mark();
    panes.forEach((pane) => pane.switch());
    draw();
    panel();
  });
  $("panel").addEventListener("click", (e) => {
    const link = e.target.closest("a[data-open]");
    const row = e.target.closest("[data-place]");
    if (link && row) {
      e.preventDefault();
      open(row.dataset.place, { day: row.dataset.day, move: true });
    }
    const chart = e.target.closest(".timeline svg");
    if (chart) fromChart(chart, e.clientX);
  });
  panes[0].map.on("moveend", () => {
    const { lng, lat } = panes[0].map.getCenter();
    state.at = [lat.toFixed(3), lng.toFixed(3), panes[0].map.getZoom().toFixed(2)].join(",");
    write();
  });
}

function fromChart(chart, x) {
  const { left, width } = chart.getBoundingClientRect();
  const { first, days } = chart.closest(".timeline").dataset;
  goTo(toDay(first, Math.round(((x - left) / width) * (Number(days) - 1))));
}

function onSwitch(name, on) {
  turnLayer(war, name, on);
  panes.forEach((pane) => pane.switch());
  draw();
}

function checked() {
  const wanted = state.day;
  tidy(war);
  if (wanted && wanted !== state.day)
    told = fill(texts.map.no_day, { day: wanted, first: war.first, last: war.last });
}

async function begin() {
  read();
  war = await ask("/api/v1/war", { onWorking: working });
  publishers();
  checked();
  const from = at();
  const covered = legend(war, onSwitch);
  panes.push(new Pane($("pane-a"), war, base, { at: from, onPick: pick, covered }));
  measure = ruler(panes);
  days = timeline(war, (day) => {
    stop();
    goTo(day);
  });
  tooltip(panes[0], war, () => places);
  share(panes, war, base);
  listen();
  search((p) => open(p.id, { move: true }));
  await draw();
  places = await panes[0].places(state.lang);
  mark();
  panel().then(() => {
    if (state.place && !from) center(state.place);
  });
  document.dispatchEvent(new CustomEvent("ready"));
  document.documentElement.dataset.ready = "yes";
}

begin().catch((error) =>
  say(
    error.message.includes("WebGL")
      ? texts.map.no_webgl
      : fill(texts.map.failed, { why: error.message }),
  ),
);
