// Small helpers. Text is always text: nothing here makes markup of words.
export const $ = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export const texts = JSON.parse($("texts")?.textContent ?? "{}");

// "{count} claims" with its words filled in.
export const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// A day as people write it: 1 April 2022.
export const longDay = (day) => {
  const [year, month, date] = day.split("-").map(Number);
  return `${date} ${texts.story.months[month - 1]} ${year}`;
};

export const number = (n) => Math.round(n).toLocaleString("en");

// What a map rests on, with its credits folded.
export const credited = (words, credits) => [
  `${words} `,
  el("details", {}, el("summary", {}, texts.about.credits), `${credits}.`),
];

// Waits until calls pause, then makes the last one.
export function paused(milliseconds, call) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...given), milliseconds);
  };
}
