/** One conversation of the list. */
import { h, spoken } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { waiting } from "../core/ticking.js";
import { named, stamp, t } from "../core/words.js";
import { avatar, nameOf } from "../people.js";

export const channelMark = (channel) =>
  h("span", { class: `channel ${channel}` }, icon(channel), h("span", {}, named("channel", channel)));

/** `one` is the row of the inbox with `open` and `mine`. */
export function row(one, choose) {
  const { handoff, last, unread } = one;
  const queued = one.owner === "queue" && handoff;
  return h("li", { class: `row${unread ? " unread" : ""}`, role: "option", id: `row-${one.id}`, "aria-selected": String(Boolean(one.open)), onclick: choose },
    avatar(one.name),
    h("div", { class: "row-words" },
      h("div", { class: "row-top" }, h("strong", { class: "who" }, nameOf(one)), one.waiting_since
        ? h("span", { class: "wait" }, icon("clock"), spoken(`${t("inbox.waiting")} `), waiting(one.waiting_since, one.target_seconds))
        : last && h("time", { datetime: last.at }, stamp(last.at))),
      h("div", { class: "row-last" }, h("span", { class: "said" }, last ? lastWords(last) : t("inbox.silent")),
        unread > 0 && h("span", { class: "badge" }, String(unread), spoken(` ${t("inbox.unread", { count: unread })}`))),
      h("div", { class: "row-facts" }, channelMark(one.channel), h("span", { class: "code" }, one.language.toUpperCase()),
        queued && h("span", { class: "reason" }, named("reason", handoff.reason)),
        queued && handoff.priority > 0 && h("span", { class: "priority" }, icon("star"), t("inbox.priority")),
        !queued && one.agent && h("span", { class: "owner" }, one.mine ? t("talk.you") : one.agent.name),
        one.owner === "bot" && !one.closed && h("span", { class: "owner" }, icon("bot"), t("sender.bot")))));
}

/** The last words with who said them; a file is called what it is. */
export function lastWords({ text, sender, kind }) {
  const said = text?.trim() || named("kind", kind ?? "text");
  return sender === "traveller" ? said : `${t(`sender.${sender}`)}: ${said}`;
}
