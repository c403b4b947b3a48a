/** The top of a conversation: who it is with, who answers, and what may be done. */
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { menuButton } from "../core/overlay.js";
import { t } from "../core/words.js";
import { channelMark } from "../inbox/row.js";
import { avatar, nameOf } from "../people.js";
import { isMine, verbsFor } from "./verbs.js";

const SHOWN = 2;

export class Head {
  #row = null;
  #act;

  constructor({ back, act, side }) {
    this.#act = act;
    this.face = h("div", { class: "head-face" });
    this.verbs = h("div", { class: "head-verbs" });
    this.more = menuButton({
      label: t("talk.more"), face: icon("more"),
      items: () => verbsFor(this.#row).map((verb) => ({ ...verb, act: () => act(verb.verb) })),
    });
    this.element = h("header", { class: "talk-head" },
      h("button", { type: "button", class: "round back", "aria-label": t("back"), onclick: back }, icon("back")),
      this.face, this.verbs, this.more,
      h("button", { type: "button", class: "round side-button", "aria-label": t("side.open"), title: t("side.open"), onclick: side }, icon("trip")));
  }

  show({ conversation: row }) {
    this.#row = row;
    this.face.replaceChildren(avatar(row.name), h("div", { class: "head-words" },
      h("h2", {}, nameOf(row)),
      h("p", { class: "head-facts" }, channelMark(row.channel), h("span", { class: "head-language" }, t(`languages.${row.language}`)), owner(row))));
    const verbs = verbsFor(row);
    this.verbs.replaceChildren(...verbs.slice(0, SHOWN).map((verb) => h("button", {
      type: "button", class: verb.primary ? "primary" : "plain", title: verb.key ? `${verb.name} (${verb.key})` : verb.name, "aria-keyshortcuts": verb.key ?? null,
      onclick: (event) => this.#press(event.currentTarget, verb.verb),
    }, icon(verb.icon), h("span", {}, verb.name))));
    this.more.hidden = verbs.length === 0;
    this.more.classList.toggle("few", verbs.length <= SHOWN);
  }

  async #press(button, verb) {
    button.disabled = true;
    await this.#act(verb);
    button.disabled = false;
  }
}

/** Who answers, in a word and a colour. */
function owner(row) {
  const who = () => {
    if (row.closed) return ["closed", "lock", t("owner.closed")];
    if (row.owner === "bot") return ["bot", "bot", t("owner.bot")];
    if (row.owner === "queue") return ["queue", "clock", t("owner.queue")];
    if (isMine(row)) return ["mine", "me", t("owner.mine")];
    return ["other", "me", row.agent ? t("owner.other", { name: row.agent.name }) : t("owner.outside")];
  };
  const [kind, mark, words] = who();
  return h("span", { class: `owner-mark ${kind}` }, icon(mark), words);
}
