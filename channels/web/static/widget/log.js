/** The message log: what is shown, in which groups, and where it is scrolled to. */
import { h, icon, spoken } from "./dom.js";
import { Entry, dayLine, greeting } from "./entries.js";
import { fill } from "./words.js";

/** Messages of one sender within this time stand together, with one time stamp. */
const GROUP_WITHIN = 5 * 60_000;
const NEAR_THE_END = 60;

export class Log {
  #context;
  #greeting;
  #shown = new Map();
  #list = h("div", { class: "entries" });
  #typing = h("div", { class: "typing", "aria-hidden": "true" });
  /** Says aloud that an answer is on its way. */
  status = spoken("", { role: "status" });
  #atEnd = true;
  #missed = 0;
  #pillWords = h("span");

  /** `context`: `{words, operator, language, say, press, retry, discard}`. */
  constructor(context) {
    this.#context = context;
    const { words, operator } = context;
    this.#greeting = greeting(context);
    const live = { role: "log", "aria-live": "polite", "aria-relevant": "additions" };
    const label = fill(words.log, { operator });
    this.element = h("div",
      { ...live, class: "log", "aria-label": label, tabindex: "0", onscroll: () => this.#scrolled() },
      this.#greeting.element, this.#list, this.#typing);
    this.pill = h("button", { class: "pill", type: "button", hidden: true, onclick: () => this.#toEnd() },
      icon("down"), this.#pillWords);
    new ResizeObserver(() => this.#atEnd && this.#follow()).observe(this.element);
  }

  render(entries, typing) {
    const before = this.#shown;
    const fresh = entries.filter((entry) => !before.has(keyOf(entry)));
    this.#arrange(entries);
    this.#greeting.examples.hidden = entries.length > 0;
    this.#showTyping(typing);
    if (this.#atEnd || fresh.some(({ direction }) => direction === "in")) this.#follow();
    else this.#missed += fresh.filter(({ direction }) => direction === "out").length;
    this.#showPill();
  }

  #toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Shows the newest replies from their beginning, or the end when they fit. */
  #follow() {
    const { element } = this;
    const end = element.scrollHeight - element.clientHeight;
    const first = this.#list.querySelector(".reply");
    element.scrollTop = first ? Math.min(end, first.offsetTop - 16) : end;
    this.#scrolled();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    if (this.#atEnd) this.#missed = 0;
    this.#showPill();
  }

  #showPill() {
    const { words, language } = this.#context;
    this.pill.hidden = this.#atEnd;
    const count = this.#missed;
    this.#pillWords.textContent = count ? fill(words.new_messages, { count }, language) : words.latest;
    this.pill.classList.toggle("news", count > 0);
  }

  #showTyping(typing) {
    if (typing === this.#typing.classList.contains("on")) return;
    const { words, operator } = this.#context;
    this.#typing.classList.toggle("on", typing);
    this.#typing.replaceChildren(...(typing
      ? [h("span", { class: "avatar" }, icon("compass")), h("span", { class: "bubble dots" }, h("i"), h("i"), h("i"))]
      : []));
    this.status.textContent = typing ? fill(words.typing, { operator }) : "";
  }

  #arrange(entries) {
    const wanted = new Map();
    const lastOwn = entries.findLastIndex(({ direction }) => direction === "in");
    entries.forEach((entry, index) => {
      const previous = entries[index - 1];
      const newDay = dayOf(entry) !== (previous && dayOf(previous));
      if (newDay) wanted.set(dayOf(entry), this.#shown.get(dayOf(entry)) ?? this.#day(entry));
      const item = this.#shown.get(keyOf(entry)) ?? new Entry(entry, this.#context);
      item.update(entry, {
        first: newDay || !together(previous, entry),
        last: !together(entry, entries[index + 1]),
        open: index > lastOwn && !entries.slice(index + 1).some(({ buttons }) => buttons?.length),
      });
      item.element.classList.toggle("reply", index === lastOwn + 1 && lastOwn >= 0);
      wanted.set(keyOf(entry), item);
    });
    this.#show(wanted);
  }

  /** Only what is new is put in, so that a screen reader hears nothing twice. */
  #show(wanted) {
    for (const [key, { element }] of this.#shown) if (!wanted.has(key)) element.remove();
    this.#shown = wanted;
    let place = this.#list.firstChild;
    for (const { element } of wanted.values()) {
      if (element === place) place = place.nextSibling;
      else this.#list.insertBefore(element, place);
    }
  }

  #day({ at }) {
    return { element: dayLine(new Date(at), this.#context.language) };
  }
}

const keyOf = ({ client_id: clientId, id }) => clientId ?? id;
const who = ({ sender, agent }) => `${sender} ${agent ?? ""}`;
const dayOf = ({ at }) => new Date(at).toDateString();

function together(one, other) {
  return one && other && who(one) === who(other) && dayOf(one) === dayOf(other)
    && Math.abs(new Date(other.at) - new Date(one.at)) < GROUP_WITHIN;
}
