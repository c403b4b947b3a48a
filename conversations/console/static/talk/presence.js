/** Who else looks at the conversation or writes in it, and whether the traveller writes. */
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { me } from "../core/me.js";
import { t } from "../core/words.js";

/** The traveller's typing is forgotten when nothing is heard of it. */
const TYPING_LASTS = 8_000;

export class Presence {
  #viewers = [];
  #typing = false;
  #timer;

  constructor() {
    this.element = h("p", { class: "presence", role: "status" });
  }

  show(viewers = this.#viewers, typing = this.#typing) {
    this.#viewers = viewers.filter(({ id }) => id !== me.id);
    this.#typing = typing;
    clearTimeout(this.#timer);
    if (typing) this.#timer = setTimeout(() => this.show(this.#viewers, false), TYPING_LASTS);
    const names = (list) => list.map(({ name }) => name).join(", ");
    const writing = this.#viewers.filter((one) => one.typing);
    const looking = this.#viewers.filter((one) => !one.typing);
    const parts = [
      typing && h("span", { class: "is-typing" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), t("presence.traveller")),
      writing.length > 0 && h("span", { class: "colleague" }, icon("note"), t("presence.writing", { count: writing.length, names: names(writing) })),
      looking.length > 0 && h("span", {}, icon("eye"), t("presence.looking", { count: looking.length, names: names(looking) })),
    ];
    this.element.replaceChildren(...parts.filter(Boolean));
  }
}
