/** The top of a conversation: who it is with, who answers, and what may be done. */
import { h, keyed } from "../core/dom.js";
import { doing } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, menuButton } from "../core/overlay.js";
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
    this.name = h("h2", { tabindex: "-1" });
    this.facts = h("p", { class: "head-facts" });
    this.face = h("div", { class: "head-face" }, avatar(""), h("div", { class: "head-words" }, this.name, this.facts));
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
    this.name.textContent = nameOf(row);
    this.facts.replaceChildren(channelMark(row.channel), h("span", { class: "head-language" }, t(`languages.${row.language}`)), owner(row));
    this.face.firstElementChild.replaceWith(avatar(row.name));
    const verbs = verbsFor(row);
    const held = this.verbs.contains(document.activeElement);
    keyed(this.verbs, verbs.slice(0, SHOWN), ({ verb }) => verb, (verb) => this.#button(verb));
    // What was pressed may be no more: the keyboard stays in the conversation.
    if (held && !this.verbs.contains(document.activeElement)) this.name.focus();
    this.more.hidden = verbs.length === 0;
    this.more.classList.toggle("few", verbs.length <= SHOWN);
  }

  #button({ verb, name, key, icon: mark, primary }) {
    return doing(h("button", {
      type: "button", class: primary ? "primary" : "plain", title: key ? `${name} (${key})` : name, "aria-keyshortcuts": key ?? null,
    }, icon(mark), h("span", {}, name)), () => this.#act(verb), complain);
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
