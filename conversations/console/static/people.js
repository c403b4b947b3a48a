/** Somebody's mark: initials on a colour that stays theirs. */
import { h } from "./core/dom.js";

export const initials = (name) => name.trim().split(/\s+/u).slice(0, 2).map((word) => [...word][0]?.toUpperCase() ?? "").join("") || "·";

/** A round mark with somebody's initials; decoration beside the name. */
export const avatar = (name, classes = "") =>
  h("span", { class: `avatar tone-${tone(name)} ${classes}`.trim(), "aria-hidden": "true" }, initials(name));

const tone = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6, 7);
