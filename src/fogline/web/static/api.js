// Questions to the server. An answer that is being worked out (202) is asked for again; how far it
// is comes with it: { what, step, steps, waiting, seconds, expected, share }, see /api.
const KEPT = 160;
const OLD = 300_000; // milliseconds: the ledger may have grown
const NEWEST = 6; // questions that are asked again soon; older ones, which nobody looks at, seldom
const SELDOM = 10_000; // milliseconds
const kept = new Map();
// A published site answers from its files.
const site = document.documentElement.hasAttribute("data-site") ? await import("./site.js") : null;
const get = site ? site.get : (path, options) => fetch(path, options);
// Where a file lies that others load by its address.
export const address = site ? site.address : (path) => path;
const waiting = new Map(); // what ends the pause of each question, the newest at the end

const soon = (path) => [...waiting.keys()].slice(-NEWEST).includes(path);

function sleep(path, ms) {
  return new Promise((done) => {
    const pause = soon(path) || !waiting.has(path) ? ms : SELDOM;
    const timer = setTimeout(done, pause);
    waiting.set(path, () => {
      clearTimeout(timer);
      done();
    });
  });
}

// A question that waits is asked for once more: now it is the newest.
function renew(path) {
  const wake = waiting.get(path);
  if (!wake) return;
  waiting.delete(path);
  waiting.set(path, wake);
  wake();
}

async function answer(path, onWorking, signal) {
  try {
    return await asked(path, onWorking, signal);
  } finally {
    waiting.delete(path);
  }
}

async function asked(path, onWorking, signal) {
  for (let pause = 300; ; pause = Math.min(pause * 1.3, 2000)) {
    const response = await get(path, {
      signal,
      headers: { Accept: "application/json, text/html" },
    });
    if (response.status === 202) {
      const told = await response.json();
      onWorking?.(told.working, told.progress);
    } else if (!response.ok) {
      const told = await response.json().catch(() => ({ detail: response.statusText }));
      if (response.status !== 429)
        throw new Error([told.detail, told.next].filter(Boolean).join("; "));
      onWorking?.(told.detail);
      pause = 2000;
    } else return response;
    await sleep(path, pause);
  }
}

export async function ask(path, { onWorking, signal } = {}) {
  return (await answer(path, onWorking, signal)).json();
}

// A part of a page, made by the server, in which all words of documents are text.
export async function part(path, { onWorking, signal } = {}) {
  const page = new DOMParser().parseFromString(
    await (await answer(path, onWorking, signal)).text(),
    "text/html",
  );
  return [...page.body.childNodes];
}

// The same answers again without asking, for the slider.
export function remembered(path, options) {
  const known = kept.get(path);
  if (known && Date.now() - known.at < OLD) {
    renew(path);
    return known.asked;
  }
  const asked = ask(path, options);
  asked.catch(() => kept.delete(path));
  kept.set(path, { asked, at: Date.now() });
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  return asked;
}

// After this everything is asked for anew.
export const forget = () => kept.clear();
