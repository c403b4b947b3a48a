/** Above the composer: why nothing can be sent just now and what to do about it, or until when it can. */
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { left } from "../core/ticking.js";
import { moment, named, t } from "../core/words.js";
import { isMine, offeredToMe, verbsFor } from "./verbs.js";

const SOON = 2 * 3_600_000;

/** `act(verb)` does what the button says. */
export function gate({ conversation: row, window, opted_out: optedOut }, act) {
  const first = verbsFor(row)[0];
  const button = first?.primary && h("button", { type: "button", class: "primary", onclick: () => act(first.verb) }, icon(first.icon), first.name);
  const bar = (mark, words, kind = "", ...rest) => h("div", { class: `gate-bar ${kind}`, role: "status" }, icon(mark), h("p", {}, words), rest);
  if (row.closed) return bar("lock", t("gate.closed"), "", button);
  if (optedOut) return bar("alert", t("gate.opted_out"), "warn");
  if (row.owner === "bot") return bar("bot", t("gate.bot"), "", button);
  if (row.owner === "queue") return offeredToMe(row) ? null : bar("clock", t("gate.queue"), "calls", button);
  if (!isMine(row)) return bar("me", row.agent ? t("gate.other", { name: row.agent.name }) : t("gate.outside"), "", button);
  return windowBar(window, row, bar);
}

/** The channel's window: what may still be sent, and until when. */
function windowBar(window, row, bar) {
  const values = { channel: named("channel", row.channel) };
  if (window?.kind === "closed") return bar("lock", t("gate.window_closed", values), "warn");
  if (window?.kind === "template") return bar("lock", t("gate.window_template", values), "warn");
  if (window?.kind !== "open" || !window.until) return null;
  if (new Date(window.until) - Date.now() > SOON) {
    return h("p", { class: "window-note" }, icon("clock"), t("gate.window_open", { ...values, until: moment(window.until) }));
  }
  return bar("clock", [t("gate.window_ends", values), " ", left(window.until, t("gate.window_over"))], "warn");
}
