/** The entries of a conversation as they are shown: days, messages, notes, changes, and what is on its way. */
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { me } from "../core/me.js";
import { clock, day, named, sameDay, t } from "../core/words.js";
import { avatar } from "../people.js";
import { message } from "./message.js";
import { rich } from "./rich.js";

/** Whom it went to is said by the name that follows. */
const ID = /^[0-9a-f]{8}-/u;
const TOGETHER = 5 * 60_000;

export function keyOf(item) {
  if (item.type === "message") return `m${item.message.id ?? item.message.offset}`;
  if (item.type === "note") return `n${item.note.id}`;
  if (item.type === "day") return `d${item.at}`;
  if (item.type === "pending") return `p${item.client_id}`;
  return `c${item.change.at}${item.change.kind}`;
}

const timeOf = (item) => (item.message ?? item.note ?? item.change).at;

/** With a line for each new day; what one person says in one go stands together. */
export function arranged(entries) {
  const shown = [];
  let before = null;
  for (const item of entries) {
    const at = timeOf(item);
    if (!before || !sameDay(timeOf(before), at)) shown.push({ type: "day", at: new Date(at).toDateString() });
    const one = before?.message;
    const other = item.message;
    const joined = Boolean(one && other && one.sender === other.sender && one.agent?.id === other.agent?.id && new Date(at) - new Date(one.at) < TOGETHER && sameDay(one.at, at));
    shown.push({ ...item, joined });
    before = item;
  }
  return shown;
}

/** The element of one entry. */
export function entry(item, conversation, pending) {
  if (item.type === "day") return h("li", { class: "day" }, h("span", {}, day(item.at)));
  if (item.type === "message") return message(item.message, item.joined, conversation);
  if (item.type === "note") return note(item.note);
  if (item.type === "pending") return waitingToGo(item, pending.find(({ client_id: id }) => id === item.client_id));
  return change(item.change);
}

function note({ agent, text, at }) {
  return h("li", { class: "entry note" }, h("div", { class: "note-paper" },
    h("p", { class: "by" }, icon("note"), h("strong", {}, agent?.name ?? t("sender.agent")), h("span", { class: "internal" }, icon("lock"), t("note.internal")), h("time", { datetime: at }, clock(at))),
    h("div", { class: "text" }, rich(text, { mentions: true }))));
}

/** A change of owner or of state, as one line. */
function change({ kind, agent, reason, outcome, at }) {
  const name = agent?.name ?? t("sender.system");
  const words = named("change", kind.replaceAll(".", "_").replaceAll("-", "_")).replace("{name}", agent?.id === me.id ? t("talk.you") : name);
  const why = [reason && reason !== kind && !ID.test(reason) && named("reason", reason), outcome && named("outcome", outcome)].filter(Boolean).join(" · ");
  return h("li", { class: "entry change" }, h("p", {}, h("span", {}, words), why && h("span", { class: "why" }, why), h("time", { datetime: at }, clock(at))));
}

function waitingToGo(item, live) {
  const failed = item.state === "failed";
  return h("li", { class: `entry own ${item.note ? "note" : "agent"} pending${failed ? " failed" : ""}`, "aria-live": "off" }, h("div", { class: "body" },
    h("div", { class: item.note ? "note-paper" : "bubble" }, item.text && h("div", { class: "text" }, rich(item.text)), item.files.map((name) => h("span", { class: "file" }, icon("file"), name))),
    h("p", { class: "meta" }, icon("clock"), t(failed ? "delivery.queued" : "delivery.sending"),
      failed && h("button", { type: "button", class: "link", onclick: () => live.retry() }, t("retry")),
      failed && h("button", { type: "button", class: "link", onclick: () => live.drop() }, t("discard")))),
  avatar(me.name));
}
