// A page of a published site that has no file of its own: a claim, a document, a source.
import { part } from "./api.js";
import { $, el } from "./dom.js";
import { localTimes } from "./page.js";

const main = $("content");
const at = new URLSearchParams(location.search).get("at") ?? "";
try {
  main.replaceChildren(...(await part(at)));
  const heading = main.querySelector("h1")?.textContent ?? "";
  document.title = document.title.replace(/^.*(?= - )/, () => heading);
  localTimes(main);
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
} catch (error) {
  main.replaceChildren(el("p", { role: "alert" }, error.message));
}
