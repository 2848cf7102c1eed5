// The form that corrects a claim: its fields as they are, to be written over.
import { el, fill, paused } from "./dom.js";

const CHOICES = ["event", "actor", "target", "status", "polarity"];
const EMPTY = ["actor", "target", "place"]; // fields that may have no value
const DAYS = ["start", "end"];

const valueOf = (claim, name) => (name === "place" ? claim.place?.id : claim[name]) ?? "";

function choice(name, values, value, words) {
  const made = el("select", { name });
  if (EMPTY.includes(name)) made.append(el("option", { value: "" }, words.nobody));
  made.append(...values.map(([v, label]) => el("option", { value: v }, label)));
  made.value = value;
  return made;
}

// A name is looked up in the gazetteer; what is found is chosen from a list.
function placeField(claim, words, call) {
  const known = claim.place?.id ? [[claim.place.id, claim.place.name]] : [];
  const found = choice("place", known, claim.place?.id ?? "", words);
  const name = el("input", { type: "search", maxlength: 100, value: claim.place?.name ?? "" });
  const told = el("output");
  name.addEventListener(
    "input",
    paused(300, async () => {
      const asked = name.value.trim();
      if (!asked) return;
      const places = await call(`/api/v1/review/places?${new URLSearchParams({ q: asked })}`);
      const options = places.map((p) => [
        p.id,
        [p.name, p.region, p.kind].filter(Boolean).join(", "),
      ]);
      const none = fill(words.no_place, { words: asked });
      told.textContent = options.length ? "" : none;
      found.replaceChildren(...choice("place", options, "", words).children);
      if (options.length) found.value = options[0][0];
    }),
  );
  const label = el("label", {}, words.field_place, name);
  return [label, el("label", {}, "→", found, told)];
}

function formOf(claim, words, values, call) {
  const field = (name, control) => el("label", {}, words[`field_${name}`], control);
  const day = (name) => el("input", { type: "date", name, value: claim[name] ?? "" });
  const select = (name) => field(name, choice(name, values[name], claim[name] ?? "", words));
  const [event, actor, target, status, polarity] = CHOICES.map(select);
  return el(
    "form",
    { method: "dialog" },
    el("blockquote", {}, claim.pieces.map((p) => p.text).join("")),
    event,
    el("span"),
    actor,
    target,
    ...placeField(claim, words, call),
    ...DAYS.map((name) => field(name, day(name))),
    status,
    polarity,
    el("label", { class: "whole" }, words.why, el("input", { name: "why", maxlength: 500 })),
    el(
      "p",
      { class: "buttons" },
      el("button", { value: "save" }, words.save),
      " ",
      el("button", { value: "cancel", formnovalidate: true }, words.cancel),
    ),
  );
}

// What is changed and why, or nothing if it is given up.
export async function correct(id, words, call) {
  const [claim, values] = await Promise.all([
    call(`/api/v1/claims/${encodeURIComponent(id)}`),
    call("/api/v1/review"),
  ]);
  const form = formOf(claim, words, values, call);
  const heading = el("h2", { id: "correcting" }, words.correcting);
  const attributes = { class: "correction", "aria-labelledby": "correcting" };
  const dialog = el("dialog", attributes, heading, form);
  document.body.append(dialog);
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  const given = new FormData(form);
  dialog.remove();
  if (dialog.returnValue !== "save") return null;
  const changes = [...CHOICES, "place", ...DAYS]
    .map((field) => ({ field, value: given.get(field) || null }))
    .filter(({ field, value }) => (value ?? "") !== valueOf(claim, field));
  return { changes, why: given.get("why") };
}
