/** The keys, shown by "?". */
import { h } from "./core/dom.js";
import { dialog } from "./core/overlay.js";
import { t } from "./core/words.js";

const GROUPS = {
  inbox: [["j", "k"], ["Enter"], ["/"], ["1", "…", "5"], ["Esc"]],
  talk: [["r"], ["n"], ["t"], ["h"], ["e"], ["p"]],
  writing: [["Enter"], ["Shift", "Enter"], ["/"], ["@"]],
};

export function openKeys() {
  return dialog(t("keys.title"), () => h("div", { class: "keys" }, Object.entries(GROUPS).map(([group, keys]) =>
    h("section", {}, h("h3", {}, t(`keys.${group}`)),
      h("dl", {}, keys.map((combination, place) => [
        h("dt", {}, combination.map((key) => h("kbd", {}, key))),
        h("dd", {}, t(`keys.${group}_${place + 1}`)),
      ]))))), { wide: true });
}
