// Every page: times also in the reader's zone, pages that are being worked out, and parts that are
// loaded by themselves.
import { part } from "./api.js";

const again = document.querySelector("[data-again]");

export function localTimes(root) {
  const words = document.body.dataset.local;
  for (const time of root.querySelectorAll("time[datetime]:not([data-local])")) {
    const moment = new Date(time.dateTime);
    time.dataset.local = "yes";
    if (
      time.dateTime.length <= 10 ||
      Number.isNaN(moment.getTime()) ||
      moment.getTimezoneOffset() === 0
    )
      continue;
    const spelled = moment.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    time.append(` (${spelled}, ${words})`);
  }
}

async function lookAgain() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (response.status === 202 || response.status === 429) setTimeout(lookAgain, 1200);
  else location.reload();
}

// A print of the map has its legend.
matchMedia("print").addEventListener("change", ({ matches }) => {
  const legend = document.getElementById("legend");
  if (!legend) return;
  if (matches) legend.dataset.open = legend.open ? "yes" : "";
  legend.open = matches || Boolean(legend.dataset.open);
});

// Whoever reviews loads what that needs; all others go without it.
if (document.querySelector("[data-reviewing]") || sessionStorage.getItem("fogline-review"))
  import("./review.js");

localTimes(document);
if (again) setTimeout(lookAgain, 1000);

// A part of a page that changes more often than the rest.
for (const section of document.querySelectorAll("[data-panel]")) {
  section.replaceChildren(...(await part(section.dataset.panel)));
  localTimes(section);
}
