/** What an agent must know before reading: an offer with its clock, why it was handed over, what is wanted. */
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { left } from "../core/ticking.js";
import { named, t } from "../core/words.js";
import { offeredToMe } from "./verbs.js";

export class Banners {
  #act;
  #told = "";

  constructor({ act }) {
    this.#act = act;
    this.element = h("div", { class: "banners" });
  }

  show({ conversation: row, summary, satisfaction }) {
    const offer = offeredToMe(row);
    const told = JSON.stringify([row.handoff, summary, satisfaction, offer]);
    if (told === this.#told) return;
    this.#told = told;
    this.element.replaceChildren(...[offer && this.#offer(row), summary && summed(summary, row), satisfaction?.score && satisfied(satisfaction)].filter(Boolean));
  }

  #offer({ handoff }) {
    const button = (verb, classes) => h("button", { type: "button", class: classes, onclick: () => this.#act(verb) }, t(`verb.${verb}`));
    return h("section", { class: "banner offer", "aria-label": t("offer.title") }, icon("take"),
      h("p", {}, h("strong", {}, t("offer.title")), " ", handoff.offered_until && [t("offer.left"), " ", left(handoff.offered_until, t("offer.over"))]),
      h("div", { class: "actions" }, button("decline", "plain"), button("accept", "primary")));
  }
}

/** The summary at handoff: nobody has to ask again. */
function summed(summary, row) {
  const fact = (key, said) => said && [h("dt", {}, t(`summary.${key}`)), h("dd", {}, said)];
  const reason = summary.reason ?? row.handoff?.reason;
  const { lines } = summary;
  return h("details", { class: "banner summary", open: row.owner !== "bot" && !row.closed }, h("summary", {}, icon("note"), h("strong", {}, t("summary.title")), reason && h("span", { class: "reason" }, named("reason", reason))),
    h("dl", {}, fact("wanted", summary.wanted), fact("quoted", summary.quoted)),
    lines.length > 0 && h("ul", { class: "summary-lines" }, lines.map((line) => h("li", {}, line))));
}

const satisfied = ({ score, comment }) => h("p", { class: "banner quiet-banner" }, icon("star"),
  h("span", {}, h("strong", {}, t("satisfaction.score", { score })), comment && ` “${comment}”`));
