// Finding places by name without a server: all spellings, compared by the gazetteer's own rules,
// which come with them as data.
const FOUND = 12;
const SHORTEST = 6; // sounds from this length may have a slip
const LIKELY = 60; // spellings that are looked at closely

function comparer(rules) {
  const pattern = (name, flags = "") => new RegExp(rules[name], flags);
  const [marks, double] = [pattern("apostrophes", "gu"), pattern("double", "g")];
  const [vowels, article] = [pattern("vowels", "g"), pattern("article")];
  const prothesis = pattern("prothesis");
  const latin = (name) =>
    [...name.normalize("NFC").toLowerCase()]
      .map((c) => rules.letters[c] ?? c)
      .join("")
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(marks, "")
      .split(/[\s\-–—.]+/)
      .join(" ")
      .trim();
  const sound = (name) => {
    let out = latin(name).replace(article, "").replaceAll(" ", "");
    for (const [letters, letter] of rules.digraphs) out = out.replaceAll(letters, letter);
    return out.replace(double, "$1");
  };
  const skeleton = (sounds) => sounds.replace(prothesis, "o").replace(vowels, "*");
  return { sound, skeleton };
}

// Edits between two words (Levenshtein).
function edits(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length];
}

const alike = (a, b) => 1 - edits(a, b) / Math.max(a.length, b.length, 1);

export function finder({ rules, names }, places) {
  const { sound, skeleton } = comparer(rules);
  const known = names.flatMap((spellings, k) =>
    spellings.map((name) => {
      const sounds = sound(name);
      return { k, name, sounds, bones: skeleton(sounds).replace(/\*+$/, "") };
    }),
  );
  const score = (one, sounds, bones) => {
    if (one.sounds === sounds) return 2;
    if (one.bones === bones) return 1 + alike(one.sounds, sounds);
    if (one.sounds.startsWith(sounds)) return 1;
    return 0;
  };
  const slips = (sounds) =>
    known
      .filter((one) => Math.abs(one.sounds.length - sounds.length) < 2)
      .map((one) => ({ ...one, score: edits(one.sounds, sounds) < 2 ? 0.5 : 0 }));
  return (words) => {
    const sounds = sound(words);
    const bones = skeleton(sounds).replace(/\*+$/, "");
    if (!sounds) return [];
    const scored = (found) => found.filter((one) => one.score > 0);
    let found = scored(known.map((one) => ({ ...one, score: score(one, sounds, bones) })));
    if (!found.length && sounds.length >= SHORTEST) found = scored(slips(sounds));
    const rank = (one) => Math.round(one.score * 10);
    found.sort((a, b) => rank(b) - rank(a) || places.claims[b.k] - places.claims[a.k] || a.k - b.k);
    const best = new Map();
    for (const one of found.slice(0, LIKELY)) if (!best.has(one.k)) best.set(one.k, one);
    return [...best.values()].slice(0, FOUND).map(({ k, name }) => ({
      id: places.id[k],
      name: places.name[k],
      region: places.region[k],
      spelling: name,
      claims: places.claims[k],
    }));
  };
}
