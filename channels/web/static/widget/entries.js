/** What stands in the message log: messages, days, the greeting. */
import { cardRow } from "./cards.js";
import { h, icon, spoken } from "./dom.js";
import { attached } from "./files.js";
import { rich } from "./rich.js";
import { fill, languageOf } from "./words.js";

/** A button whose payload is an address opens it, now and later; any other is a reply to the question at hand. */
const opens = ({ payload }) => /^https?:\/\//u.test(payload);
const links = (buttons) => {
  const leading = buttons.filter(opens);
  return leading.length > 0 && h("p", { class: "links" }, leading.map(({ title, payload }) =>
    h("a", { href: payload, target: "_blank", rel: "noopener noreferrer" }, title)));
};
const MARKS = { sending: "clock", sent: "check", failed: "alert" };

/**
 * One message. `update` changes only what can change (its place in a group, its delivery, whether its quick replies
 * still stand), so that a screen reader hears each message once.
 */
export class Entry {
  #message;
  #context;
  #meta = h("p", { class: "meta", "aria-live": "off" });
  #chips;
  #progress = null;
  #shown = "";

  constructor(message, context) {
    this.#message = message;
    this.#context = context;
    const { words, operator, language } = context;
    const text = message.notice ? words[message.notice] : message.text;
    const own = message.direction === "in";
    const agent = message.sender === "agent";
    const called = agent && (message.agent ?? words.agent);
    const who = own ? words.you : called || operator;
    const files = attached(message, context);
    const bubble = (text || files.length) && h("div", { class: "bubble", lang: own ? null : languageOf(text, language) },
      message.notice ? null : spoken(`${who}: `), own ? text : rich(text), files);
    this.#chips = this.#quickReplies((message.buttons ?? []).filter((button) => !opens(button)));
    this.element = h("div", { class: `entry ${message.notice ? "notice" : own ? "own" : "theirs"}` },
      own || message.notice ? null : h("span", { class: "avatar" }, icon(agent ? "person" : "compass")),
      h("div", { class: "stack" },
        agent && h("p", { class: "who", "aria-hidden": "true" }, called),
        bubble,
        message.cards?.length ? cardRow(message.cards, { words, language, choose: context.press }) : null,
        links(message.buttons ?? []),
        this.#chips,
        this.#meta));
  }

  /** `{first, last, open}`: first and last of its group; open while its quick replies are the question at hand. */
  update(message, { first, last, open }) {
    const shown = JSON.stringify([message.state, message.progress, message.at, first, last, open]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#message = message;
    this.element.classList.toggle("first", first);
    this.element.classList.toggle("last", last);
    this.element.classList.toggle("failed", message.state === "failed");
    if (this.#chips) this.#chips.hidden = !open;
    this.#meta.replaceChildren(...this.#facts(last));
  }

  #quickReplies(buttons) {
    if (!buttons.length) return null;
    const { words, press } = this.#context;
    return h("div", { class: "chips", role: "group", "aria-label": words.quick_replies },
      buttons.map((button) => h("button", { type: "button", onclick: () => press(button) }, button.title)));
  }

  #facts(last) {
    const { at, state, direction, client_id: clientId, reason, progress, attachments } = this.#message;
    const { words, language, retry, discard } = this.#context;
    if (state === "failed") {
      return [icon("alert"), h("span", { role: "alert" }, words.reasons[reason] ?? (reason || words.state.failed)),
        h("button", { type: "button", onclick: () => retry(clientId) }, words.retry),
        h("button", { type: "button", onclick: () => discard(clientId) }, words.discard)];
    }
    const time = new Date(at).toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
    const mark = direction === "in" && [icon(MARKS[state]), spoken(words.state[state])];
    if (state === "sending" && attachments?.length) return this.#bar(progress, attachments[0].name);
    if (state === "sending") return mark;
    return last ? [h("time", { datetime: at }, time), ...(mark || [])] : [];
  }

  /** The same element on every step, so that a screen reader follows it instead of hearing it anew. */
  #bar(progress, name) {
    this.#progress ??= h("progress", { max: "1", "aria-label": fill(this.#context.words.uploading, { name }) });
    this.#progress.value = progress;
    return [this.#progress];
  }
}

/** The line between two days. */
export function dayLine(day, language) {
  const today = new Date();
  const days = Math.round((startOf(day) - startOf(today)) / 86_400_000);
  const year = day.getFullYear() === today.getFullYear() ? undefined : "numeric";
  const words = days > -2
    ? new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(days, "day")
    : day.toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long", year });
  return h("div", { class: "day" }, h("span", {}, words.charAt(0).toLocaleUpperCase(language) + words.slice(1)));
}

const startOf = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());

/** The local greeting, with what one may write first. */
export function greeting({ words, operator, language, say }) {
  const examples = h("div", { class: "chips examples", role: "group", "aria-label": words.examples_label },
    h("p", { class: "hint", "aria-hidden": "true" }, words.examples_label),
    words.examples.map((example) => h("button", { type: "button", onclick: () => say(example) }, example)));
  const element = h("div", { class: "entry theirs first last" },
    h("span", { class: "avatar" }, icon("compass")),
    h("div", { class: "stack" },
      h("div", { class: "bubble", lang: language }, spoken(`${operator}: `), rich(fill(words.greeting, { operator }))),
      examples));
  return { element, examples };
}
