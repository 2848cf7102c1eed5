// Judging claims where they are read. Name and token stay in this tab, and the token goes only into
// a header. Keys count only while the focus is on a claim.
import { ask, forget, part } from "./api.js";
import { correct } from "./correction.js";
import { el, fill, texts } from "./dom.js";
import { localTimes } from "./page.js";

const KEY = "fogline-review";
const CARDS = "article.card[id^='c-'], table.claims tbody[id^='c-']";
const PATIENCE = 180_000; // milliseconds that an estimate is waited for
const AGAIN = 1_500;
const DONE = { accept: "accepted", reject: "rejected", correct: "corrected", withdraw: "undone" };
const BUTTONS = { accept: "accept", reject: "reject", correct: "correct", withdraw: "undo" };
const KEYS = { a: "accept", r: "reject", c: "correct", u: "withdraw" };

const bar = document.querySelector("[data-reviewing]");
const words = bar ? JSON.parse(bar.dataset.texts) : texts.review;
const session = () => JSON.parse(sessionStorage.getItem(KEY) ?? "null");
const cards = () => [...document.querySelectorAll(CARDS)].filter((c) => c.checkVisibility());
const idOf = (card) => card.id.slice("c-".length);
let wanted = ""; // the edition of the ledger whose estimate is waited for
let status; // what is going on, in words

async function call(path, { token, body } = {}) {
  const headers = { Authorization: `Bearer ${token ?? session().token}` };
  if (body) headers["Content-Type"] = "application/json";
  const method = body ? "POST" : "GET";
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const told = await response.json();
  if (!response.ok) throw new Error([told.detail, told.next].filter(Boolean).join("; "));
  return told;
}

// --- one claim -----------------------------------------------------------------------------------

function dress(card) {
  if (card.querySelector(".verdict")) return;
  const group = el("div", { class: "verdict", role: "group", "aria-label": words.title });
  for (const [verdict, name] of Object.entries(BUTTONS)) {
    const button = el("button", { type: "button", tabindex: "-1" }, words[name]);
    button.addEventListener("click", () => act(card, verdict));
    group.append(button);
  }
  group.append(el("output"));
  hostOf(card).append(group);
  card.tabIndex = -1;
}

// In a table a claim without a line of words gets one for its buttons.
function hostOf(card) {
  if (card.tagName !== "TBODY") return card;
  const line = card.querySelector(".words td");
  if (line) return line;
  const cell = el("td", { colspan: card.rows[0].cells.length });
  card.append(el("tr", { class: "actions" }, cell));
  return cell;
}

// One claim at a time is a stop of the Tab key, with its buttons.
function current(card) {
  for (const other of document.querySelectorAll(`${CARDS.replaceAll("[id", "[tabindex='0'][id")}`))
    stops(other, -1);
  if (card) stops(card, 0);
}

function stops(card, tabindex) {
  card.tabIndex = tabindex;
  for (const button of card.querySelectorAll(".verdict button")) button.tabIndex = tabindex;
}

async function act(card, verdict) {
  const out = card.querySelector(".verdict output");
  const body = { who: session().who, verdict };
  try {
    if (verdict === "correct") {
      const changed = await correct(idOf(card), words, call);
      card.focus();
      if (!changed) return;
      if (!changed.changes.length) return void (out.textContent = words.unchanged);
      Object.assign(body, changed);
    }
    const path = `/api/v1/claims/${encodeURIComponent(idOf(card))}/judgements`;
    const told = await call(path, { body });
    const nothing = verdict === "withdraw" && !told.kept;
    tell(card, told.state);
    if (told.kept) follow(told.edition);
    const shown = verdict === "correct" || verdict === "withdraw" ? await anew(card) : card;
    shown.querySelector(".verdict output").textContent = nothing
      ? words.nothing_undone
      : words[DONE[verdict]];
  } catch (error) {
    out.textContent = fill(words.refused, { why: error.message });
  }
}

// The same claim may be shown twice, for a place and among what changed there.
function tell(card, state) {
  for (const each of document.querySelectorAll(`[id='${card.id}']`)) {
    for (const known of ["accepted", "corrected", "rejected"])
      each.classList.toggle(known, known === state);
    const place = each.querySelector(".state") ?? el("span", { class: "chip state" });
    if (!place.isConnected) each.querySelector(".chips")?.append(" ", place);
    place.textContent = words[`state_${state}`];
  }
}

// The claim as this page has it now; as it was where the page has it no more, as the map.
async function anew(card) {
  if (document.getElementById("panel")) return card;
  const nodes = await part(location.pathname + location.search).catch(() => []);
  const page = el("div", {}, ...nodes);
  const found = page.querySelector(`[id='${card.id}']`);
  if (!found) return card;
  const focused = card.contains(document.activeElement);
  card.replaceWith(found);
  localTimes(found);
  dress(found);
  if (focused) found.focus();
  return found;
}

// --- the estimate --------------------------------------------------------------------------------

async function follow(edition) {
  const running = Boolean(wanted);
  wanted = edition;
  status.textContent = words.estimating;
  if (running) return;
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const war = await ask("/api/v1/war").catch(() => ({}));
    if (war.edition === wanted) {
      status.textContent = words.estimated;
      redraw();
      break;
    }
    await new Promise((done) => setTimeout(done, AGAIN));
  }
  wanted = "";
}

// The map draws itself again from its address, with new answers.
function redraw() {
  forget();
  if (!document.getElementById("panel-body")) return;
  const id = document.activeElement?.closest?.(CARDS)?.id;
  const back = () => id && document.getElementById(id)?.focus();
  document.addEventListener("told", () => setTimeout(back), { once: true });
  window.dispatchEvent(new PopStateEvent("popstate"));
}

// --- the keyboard --------------------------------------------------------------------------------

function move(card, by) {
  const all = cards();
  const next = all[all.indexOf(card) + by];
  if (!next) return;
  current(next);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function listen() {
  document.addEventListener("keydown", (event) => {
    const card = event.target.closest?.(CARDS);
    const typing = event.target.closest?.("input, select, textarea, dialog");
    if (!card || typing || event.ctrlKey || event.metaKey || event.altKey || !session()) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") move(card, key === "j" ? 1 : -1);
    else if (KEYS[key]) act(card, KEYS[key]);
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.(CARDS);
    if (card && session()) current(card);
  });
}

// --- beginning and end ---------------------------------------------------------------------------

function begin() {
  const { who } = session();
  const end = el("button", { type: "button" }, words.end);
  end.addEventListener("click", () => {
    sessionStorage.removeItem(KEY);
    location.reload();
  });
  if (!document.querySelector("link[href='/static/claims.css']"))
    document.head.append(el("link", { rel: "stylesheet", href: "/static/claims.css" }));
  status = el("output", { role: "status" });
  const told = el("p", {}, `${fill(words.as, { who })} `, end, " ", status);
  const host = bar ?? el("section", { class: "reviewing", "aria-label": words.title });
  host.replaceChildren(told, el("p", { class: "facts" }, words.keyboard));
  if (!bar) document.getElementById("panel").prepend(host);
  const all = () => {
    document.querySelectorAll(CARDS).forEach(dress);
    if (!document.querySelector("[tabindex='0'] .verdict")) current(cards()[0]);
  };
  all();
  new MutationObserver(all).observe(document.querySelector("main"), {
    childList: true,
    subtree: true,
  });
}

function signIn(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const token = given.get("token");
    try {
      await call("/api/v1/review", { token });
      sessionStorage.setItem(KEY, JSON.stringify({ who: given.get("who").trim(), token }));
      begin();
    } catch {
      form.querySelector("output").textContent = words.wrong;
    }
  });
}

const form = bar?.querySelector("form.judge");
if (form) signIn(form);
if (words && (form || !bar)) listen();
if (words && session() && (bar || document.getElementById("panel"))) begin();
