/** The drawer that shows what went over the wire: the newest webhook and the newest request of the assistant. */
import { h } from "/widget/dom.js";

export class Wire {
  #words;
  #shown = "";
  #content = h("div", { class: "exchanges" });

  constructor(words) {
    this.#words = words;
    this.element = h("details", { class: "wire" }, h("summary", {}, words.wire), this.#content);
    this.show({ webhook: null, request: null });
  }

  /** The same exchanges again leave the drawer as it is, with whatever is selected in it. */
  show({ webhook, request }) {
    const told = JSON.stringify([webhook, request]);
    if (told === this.#shown) return;
    this.#shown = told;
    const { webhook: taken, request: made } = this.#words;
    this.#content.replaceChildren(this.#exchange(taken, webhook), this.#exchange(made, request));
  }

  #exchange(title, exchange) {
    if (!exchange) return h("section", {}, h("h3", {}, title), h("p", { class: "quiet" }, this.#words.nothing));
    const good = exchange.status < 300;
    return h("section", {},
      h("h3", {}, title, " ", h("span", { class: `status ${good ? "good" : "bad"}` }, String(exchange.status))),
      h("p", { class: "request" }, h("code", {}, exchange.request)),
      h("dl", {}, Object.entries(exchange.headers).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
      code(exchange.body, this.#words.body),
      exchange.answer && code(exchange.answer, this.#words.answer));
  }
}

const code = (text, label) => h("pre", { tabindex: "0", role: "group", "aria-label": label }, legible(text));

/** JSON is indented, a form is written one field a line; anything else stays as it is. */
function legible(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    if (!/^[\w.-]+=/u.test(text) || /\s/u.test(text)) return text;
    return [...new URLSearchParams(text)].map(([name, value]) => `${name} = ${value}`).join("\n");
  }
}
