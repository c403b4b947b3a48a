/** Single numbers, large, with their name. */
import { h } from "../core/dom.js";
import { named } from "../core/words.js";

export function figure(name, value, { href = null, alarm = false, hint = "" } = {}) {
  return h(href ? "a" : "div", { class: `figure${alarm ? " alarm" : ""}`, href }, h("span", { class: "figure-name" }, name), h("strong", { class: "figure-value" }, value), hint && h("span", { class: "hint" }, hint));
}

/** Handoff reasons, the commonest first. */
export const reasonRows = (reasons) =>
  Object.entries(reasons).toSorted(([, one], [, other]) => other - one).map(([code, value]) => ({ name: named("reason", code), value }));
