// The list of claims of a published site, filtered in the browser.
import { $, el, fill, number, texts } from "./dom.js";
import { json } from "./site.js";

const PAGE = 50;
const form = $("filter");
const EXACT = ["event", "actor", "source", "certainty", "status", "polarity", "place"];
let found = [];
let shown = 0;

const claims = await json("data/claims.json.gz");
const count = claims.id?.length ?? 0;
const word = (name, value) => texts.events[value] ?? texts.claims[value] ?? value;

function choices() {
  for (const select of form.querySelectorAll("select")) {
    const values = [...new Set(claims[select.name] ?? [])].filter(Boolean).sort();
    select.append(...values.map((v) => el("option", { value: v }, word(select.name, v))));
  }
}

function read() {
  const asked = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name) field.value = asked.get(field.name) ?? "";
}

function asked() {
  const given = [...new FormData(form)].filter(([, value]) => value);
  return new URLSearchParams(given);
}

function meets(k, given, words) {
  for (const name of EXACT) if (given[name] && claims[name][k] !== given[name]) return false;
  if (given.since && !(claims.until[k] >= given.since)) return false;
  if (given.until && !(claims.since[k] && claims.since[k] <= given.until)) return false;
  const text = `${claims.says[k]} ${claims.name[k]} ${claims.speaker[k]}`.toLowerCase();
  return words.every((w) => text.includes(w));
}

function line(k) {
  const days = [claims.since[k], claims.until[k]].filter(Boolean);
  const when = [...new Set(days)].join(` ${texts.changes.to} `) || texts.claim.day_unknown;
  const published = claims.published[k] || texts.claim.undated;
  const facts = `${claims.speaker[k]} · ${texts.claim.published} ${published}`;
  return el(
    "li",
    {},
    el("a", { href: `/claims/${claims.id[k]}` }, `${when} · ${claims.says[k]}`),
    el("small", { class: "facts" }, facts),
  );
}

function more() {
  $("citations").append(...found.slice(shown, shown + PAGE).map(line));
  shown += PAGE;
  $("more").hidden = shown >= found.length;
}

function show() {
  const given = Object.fromEntries(asked());
  const words = (given.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  found = Array.from({ length: count }, (_, k) => k).filter((k) => meets(k, given, words));
  const name = given.place && found.length ? claims.name[found[0]] : (given.place ?? "");
  const about = name ? ` ${fill(texts.publish.of_place, { name })}` : "";
  $("count").textContent = fill(texts.claims.count, { count: number(found.length) }) + about;
  $("citations").replaceChildren();
  shown = 0;
  more();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", `${location.pathname}?${asked()}`);
  show();
});
$("more").addEventListener("click", more);
window.addEventListener("popstate", () => {
  read();
  show();
});
choices();
read();
show();
