// A published site: what the page asks of a server stands in files. Which file has which answer is
// a table that comes with the page (web/site/addresses.py).
import { chooseDay, lightPanel } from "./site_place.js";
import { finder } from "./site_search.js";
import { texts } from "./dom.js";
import { toDay, toNumber } from "./state.js";

const site = JSON.parse(document.getElementById("site").textContent);
const FILES = 40; // the files used last are kept
const files = new Map();

// --- addresses -----------------------------------------------------------------------------------

// FNV-1a of 32 bits, as in the table.
function bucket(value) {
  let found = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(value))
    found = Math.imul(found ^ byte, 0x01000193) >>> 0;
  return (found & 0xff).toString(16).padStart(2, "0");
}

const spelled = (value) =>
  encodeURIComponent(value)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%3A", ":");

const filled = (pattern, value) =>
  pattern.replace(/\{(\w+)(?::(\d+|#))?\}/g, (_, name, form) => value(name, form));

const fileOf = ({ row, values }) =>
  filled(row.file, (name, form) =>
    form === "#" ? bucket(values[name]) : values[name].slice(0, form ? Number(form) : undefined),
  );

function matched(row, path, query) {
  if (!row.query && query.size !== row.asked.length) return null;
  const [wanted, given] = [row.path.split("/"), path.split("/").map(decodeURIComponent)];
  if (wanted.length !== given.length) return null;
  const values = {};
  const pairs = wanted.map((part, k) => [part, given[k]]);
  for (const [name, part] of row.asked) pairs.push([part, query.get(name) ?? ""]);
  for (const [part, value] of pairs) {
    const field = /^\{(\w+)\}$/.exec(part);
    if (field && value) values[field[1]] = value;
    else if (part !== value) return null;
  }
  return { row, values };
}

function find(address) {
  const { pathname, searchParams } = new URL(address, "http://site");
  for (const row of site.rows) {
    const found = matched(row, pathname, searchParams);
    if (found) return found;
  }
  return null;
}

const keyOf = ({ row, values }) => {
  const query = row.asked.map(([n, v]) => `${n}=${v}`).join("&");
  return filled(row.path + (query && `?${query}`), (name) => spelled(values[name]));
};

// Where a page links to for an address of the server; empty if the site has nothing of it.
function link(address) {
  const found = find(address);
  if (!found?.row.page) return "";
  const { search, hash } = new URL(address, "http://site");
  if (found.row.kind === "texts")
    return `${site.view}?${new URLSearchParams({ at: keyOf(found) })}${hash}`;
  return fileOf(found) + (found.row.query ? search : "") + hash;
}

// The address of a file that is loaded by others than these scripts, such as the map.
export function address(path) {
  if (!path.startsWith("/") && !path.startsWith(`${location.origin}/`)) return path;
  const found = find(path.replace(location.origin, ""));
  return found ? new URL(fileOf(found), document.baseURI).href : path;
}

// --- files ---------------------------------------------------------------------------------------

// A host may have unpacked the file already.
async function unpacked(response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function load(name) {
  const response = await fetch(name);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return unpacked(response);
}

function once(name, make) {
  if (!files.has(name)) {
    const made = make(name);
    made.catch(() => files.delete(name));
    files.set(name, made);
    if (files.size > FILES) files.delete(files.keys().next().value);
  }
  return files.get(name);
}

export const json = (name) =>
  once(name, async () => {
    const bytes = await load(name);
    return bytes && JSON.parse(new TextDecoder().decode(bytes));
  });
const bytes = (name) => once(name, load);

// --- answers -------------------------------------------------------------------------------------

const answered = (body, status = 200) =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });

const nothing = () =>
  answered({ detail: texts.publish.nothing, next: texts.publish.nothing_next }, 404);

function textOf(shelf, key) {
  let next = 0;
  const lines = shelf.texts[key].map((step) => {
    next += step + 1;
    return shelf.lines[next - 1];
  });
  return lines.join("\n");
}

// The lines of a day's front are numbers of pieces that the days of its month share.
function frontOf(shelf, key) {
  const { units, pieces, answers } = shelf;
  const line = (numbers) =>
    numbers.flatMap((number) => {
      const piece = pieces[number];
      let [x, y] = [0, 0];
      const points = [];
      for (let k = 0; k < piece.length; k += 2) {
        x += piece[k];
        y += piece[k + 1];
        points.push([x / units, y / units]);
      }
      return points;
    });
  const joined = (cut) => (typeof cut[0] === "number" ? line(cut) : cut.map(joined));
  const features = answers[key].features.map(({ geometry: { cut, ...geometry }, ...feature }) => ({
    ...feature,
    geometry: cut ? { ...geometry, coordinates: joined(cut) } : geometry,
  }));
  return { ...answers[key], features };
}

async function placePanel(found) {
  const { day } = found.values;
  const [war, places, panels] = await Promise.all([
    json("data/war.json"),
    json("data/places.json.gz"),
    json("data/panels.json.gz"),
  ]);
  const place = panels.twins[found.values.place] ?? found.values.place;
  const k = places.id.indexOf(place);
  if (k < 0 || toDay(war.first, toNumber(war.first, day)) !== day) return nothing();
  const weighed = chooseDay(panels.days[place] ?? [], day);
  const of = { ...found, values: { place, day: weighed } };
  const evidence = weighed && textOf(await json(fileOf(of)), keyOf(of));
  if (weighed === day) return answered(evidence);
  const chances = await bytes(`data/chances/${Math.floor(k / site.group)}.bin.gz`);
  return answered(
    lightPanel({ war, places, k, day, weighed, evidence, chances, ...site }).outerHTML,
  );
}

let search = null;
async function searched(words) {
  search ??= Promise.all([json("data/names.json.gz"), json("data/places.json.gz")]).then((given) =>
    finder(...given),
  );
  return answered({ asked: words, places: (await search)(words) });
}

// What a server would answer.
export async function get(path) {
  const found = find(path);
  if (!found) return nothing();
  if (found.row.kind === "made")
    return found.values.q ? searched(found.values.q) : placePanel(found);
  const file = await json(fileOf(found));
  const key = keyOf(found);
  if (found.row.kind === "texts") return file?.texts[key] ? answered(textOf(file, key)) : nothing();
  if (found.row.kind === "fronts")
    return file?.answers[key] ? answered(frontOf(file, key)) : nothing();
  return file ? answered(file) : nothing();
}

// --- links ---------------------------------------------------------------------------------------

// Parts of pages come with the server's addresses: links get those of the site.
function relink(root) {
  for (const a of root.querySelectorAll('a[href^="/"]:not([href^="//"])')) {
    const path = a.getAttribute("href");
    const to = link(path);
    if (to) a.setAttribute("href", to);
    else if (find(path)) [a.dataset.file, a.href] = [path, "#"];
    else a.removeAttribute("href");
  }
}

new MutationObserver(() => relink(document.body)).observe(document.body, {
  subtree: true,
  childList: true,
  attributeFilter: ["href"],
});
relink(document.body);

// Data of a day: it is put together and saved.
document.addEventListener("click", async (event) => {
  const path = event.target.closest?.("a[data-file]")?.dataset.file;
  if (!path) return;
  event.preventDefault();
  const made = URL.createObjectURL(await (await get(path)).blob());
  const a = document.createElement("a");
  a.href = made;
  a.download = `${path.replace(/\W+/g, "-").replace(/^-+/, "")}.json`;
  a.click();
  setTimeout(() => URL.revokeObjectURL(made), 1000);
});
