// Sharing the present view: its address, a picture of it, and a frame for other pages.
import { $, fill, texts } from "./dom.js";
import { compose } from "./print.js";
import { lenses, query } from "./state.js";

const DIGITS = 4; // of degrees: ten metres

export function share(panes, war, base) {
  const box = $("share");
  const bounds = () =>
    panes[0].map
      .getBounds()
      .toArray()
      .flat()
      .map((n) => n.toFixed(DIGITS))
      .join(",");
  const update = () => {
    if (!box.open) return;
    const { origin, search } = location;
    $("share-link").value = location.href;
    $("svg").href = `/api/v1/front.svg?${query(lenses()[0], { bbox: bounds() })}`;
    $("frame-row").hidden = !base.embed;
    const words = `<iframe src="${origin}/embed${search.replaceAll("&", "&amp;")}"`;
    $("share-frame").value = `${words} width="100%" height="500" title="${war.title}"></iframe>`;
  };
  box.addEventListener("toggle", update);
  document.addEventListener("drawn", update);
  panes[0].map.on("moveend", () => setTimeout(update)); // after the address follows the map
  for (const [button, field] of [
    ["copy-link", "share-link"],
    ["copy-frame", "share-frame"],
  ])
    $(button).addEventListener("click", () => copy($(field)));
  $("png").addEventListener("click", async () => {
    const made = await compose(panes.slice(0, $("pane-b").hidden ? 1 : 2), war, base);
    save(made, `fogline-${lenses()[0].day}.png`);
    $("shared").textContent = texts.share.saved;
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !box.open || !box.contains(document.activeElement)) return;
    box.open = false;
    box.querySelector("summary").focus();
  });
}

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    $("shared").textContent = texts.share.copied;
  } catch (error) {
    // Browsers give the clipboard to safe pages alone: the words stand selected.
    $("shared").textContent = fill(texts.share.not_copied, { why: error.message });
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
