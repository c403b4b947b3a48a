/** The inbox beside the conversation that is open; on a phone one of them at a time. */
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { bind } from "../core/keys.js";
import { go } from "../core/route.js";
import { t } from "../core/words.js";
import { Talk } from "../talk/talk.js";
import { Inbox, VIEWS } from "./inbox.js";

export function open(rest) {
  return new InboxPage(rest);
}

class InboxPage {
  #talk = null;
  #ends = [];

  constructor(rest) {
    this.inbox = new Inbox((id, offset) => this.#choose(id, offset));
    this.place = h("div", { class: "talk-place" });
    this.element = h("div", { class: "inbox-page" }, this.inbox.element, this.place);
    const views = Object.fromEntries(VIEWS.map((view, place) => [String(place + 1), () => go(["inbox", view])]));
    this.#ends.push(bind({
      j: () => this.inbox.step(1), k: () => this.inbox.step(-1),
      ArrowDown: (event) => this.#arrow(event, 1), ArrowUp: (event) => this.#arrow(event, -1),
      Enter: (event) => (event.target === document.body ? this.inbox.openActive() : false),
      "/": () => this.inbox.focusSearch(),
      Escape: () => this.#back(),
      ...views,
    }));
    this.moved(rest);
  }

  moved([wanted, id, offset]) {
    const view = VIEWS.includes(wanted) ? wanted : VIEWS[0];
    this.inbox.show(view, id ?? null);
    if (id !== this.#talk?.id) {
      this.#talk?.end();
      this.#talk = id ? new Talk(id, { back: () => this.#back(), row: (row) => this.inbox.patch(row) }) : null;
      this.place.replaceChildren(this.#talk?.element ?? nothingOpen());
    }
    if (offset) this.#talk?.find(Number(offset));
    this.element.classList.toggle("open", Boolean(id));
  }

  end() {
    this.#talk?.end();
    this.inbox.end();
    for (const end of this.#ends) end();
  }

  #choose(id, offset = null) {
    go(["inbox", this.inbox.view, id, offset && String(offset)]);
  }

  #back() {
    if (!this.#talk) return;
    go(["inbox", this.inbox.view]);
    this.inbox.focus();
  }

  /** Arrows scroll what they stand in, unless that is nothing. */
  #arrow(event, by) {
    if (event.target !== document.body) return false;
    return this.inbox.step(by);
  }
}

const nothingOpen = () => h("main", { class: "nothing" }, icon("inbox"), h("p", {}, t("inbox.nothing_open")),
  h("p", { class: "hint" }, h("kbd", {}, "j"), h("kbd", {}, "k"), ` ${t("inbox.hint_move")} · `, h("kbd", {}, "Enter"), ` ${t("inbox.hint_open")} · `, h("kbd", {}, "?"), ` ${t("inbox.hint_keys")}`));
