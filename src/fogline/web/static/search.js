// Finding a place by name: a combobox (WAI-ARIA) whose choices come from the server, in any
// spelling or script.
import { ask } from "./api.js";
import { $, el, fill, paused, texts } from "./dom.js";

export function search(onChoose) {
  const [box, list, form] = [$("q"), $("found"), $("search")];
  let choices = [];
  let at = -1;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const choose = (k) => {
    if (!choices[k]) return;
    box.value = choices[k].name;
    close();
    onChoose(choices[k]);
  };
  const mark = (k) => {
    at = (k + choices.length) % choices.length;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    box.setAttribute("aria-activedescendant", `found-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    choices = found.places;
    const items = choices.map((p, k) => {
      const spelled = p.spelling && p.spelling !== p.name ? ` (${p.spelling})` : "";
      const item = el(
        "li",
        { id: `found-${k}`, role: "option", "aria-selected": "false" },
        el("b", {}, p.name),
        spelled,
        el("small", {}, ` ${p.region ?? ""} · ${fill(texts.map.claims_of, { count: p.claims })}`),
      );
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        choose(k);
      });
      return item;
    });
    if (!items.length)
      items.push(
        el(
          "li",
          { role: "option", "aria-disabled": "true" },
          fill(texts.map.search_none, { words: found.asked }),
        ),
      );
    list.replaceChildren(...items);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    at = -1;
  };
  const look = async () => {
    const words = box.value.trim();
    const mine = ++asked;
    if (!words) return close();
    const found = await ask(`/api/v1/search?${new URLSearchParams({ q: words })}`);
    if (mine === asked) show(found);
  };

  box.addEventListener("input", paused(180, look));
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && choices.length && !list.hidden) mark(at + 1);
    else if (event.key === "ArrowUp" && choices.length && !list.hidden) mark(at - 1);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (list.hidden || !choices.length) await look();
    choose(Math.max(at, 0));
  });
}
