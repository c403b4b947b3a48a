/** Somebody's mark: initials on a colour that stays theirs. */
import { h } from "./core/dom.js";
import { icon } from "./core/icons.js";
import { t } from "./core/words.js";

export const initials = (name) => name.trim().split(/\s+/u).slice(0, 2).map((word) => [...word][0]?.toUpperCase() ?? "").join("") || "·";

/** The traveller's name; who has told none is told apart by the beginning of the conversation's id. */
export const nameOf = ({ id, name }) => name || t("inbox.nameless", { code: id.slice(0, 4).toUpperCase() });

/** A round mark with somebody's initials; decoration beside the name. */
export const avatar = (name, classes = "") =>
  h("span", { class: `avatar tone-${tone(name ?? "")} ${classes}`.trim(), "aria-hidden": "true" }, name ? initials(name) : icon("me"));

/** The bot's own mark. */
export const botMark = () => h("span", { class: "avatar bot", "aria-hidden": "true" }, icon("bot"));

const tone = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 6, 7);
