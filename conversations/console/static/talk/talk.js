/** One conversation: what was said, who answers, what may be done, and the traveller beside it. */
import { get, post } from "../core/api.js";
import { h } from "../core/dom.js";
import { bind } from "../core/keys.js";
import { live, paced } from "../core/live.js";
import { me } from "../core/me.js";
import { complain } from "../core/overlay.js";
import { t } from "../core/words.js";
import { nameOf } from "../people.js";
import { Side } from "../trip/side.js";
import { Banners } from "./banners.js";
import { Composer } from "./composer.js";
import { Head } from "./head.js";
import { Presence } from "./presence.js";
import { Timeline } from "./timeline.js";
import { carryOut, verbsFor } from "./verbs.js";

const OF_TRIPS = ["quote.issued", "hold.placed", "hold.released", "booking.changed", "payment.captured", "payment.refunded", "payment.disputed", "payment.changed"];

export class Talk {
  #around;
  #state = null;
  #ends = [];
  #ended = false;
  #readTo = 0;

  /** `back()` leaves it, `row(row)` tells the inbox what we know of it. */
  constructor(id, around) {
    this.id = id;
    this.#around = around;
    const act = (verb, body) => this.act(verb, body);
    this.head = new Head({ back: around.back, act, side: () => this.#toggleSide() });
    this.banners = new Banners({ act });
    this.timeline = new Timeline(id, { seen: (offset) => this.#read(offset) });
    this.presence = new Presence(id);
    this.side = new Side(id, { said: (message) => this.timeline.said(message), back: () => this.#toggleSide(false) });
    this.composer = new Composer(id, { timeline: this.timeline, act, reference: () => this.side.reference });
    this.main = h("main", { class: "talk", "aria-label": t("talk.label") },
      this.head.element, this.banners.element, this.timeline.element, this.presence.element, this.composer.element);
    this.element = h("div", { class: "talk-frame" }, this.main, this.side.element);
    this.#reloadSoon = paced(() => this.#load(), 600, 60);
    this.#ends.push(live.on((event) => this.#hear(event)), bind({
      r: () => this.composer.begin("reply"), n: () => this.composer.begin("note"),
      t: () => this.#key("take", "accept"), h: () => this.#key("hand-back"), e: () => this.#key("close", "reopen"), p: () => this.#key("transfer"),
    }));
    this.#begin();
  }

  #reloadSoon;

  async #begin() {
    live.viewing(this.id);
    let counted = !live.online;
    const joined = live.join([`conversation:${this.id}`]).then(() => { counted = true; });
    await this.#load();
    // What happened between the answer and being counted in would be missed otherwise.
    if (!counted) joined.then(() => this.#reloadSoon());
    this.side.load();
  }

  end() {
    this.#ended = true;
    live.viewing(null);
    live.leave([`conversation:${this.id}`]);
    for (const end of this.#ends) end();
    this.composer.end();
    this.timeline.end();
  }

  /** To the message that was searched for. */
  find(offset) {
    this.timeline.find(offset);
  }

  /** Does one of the verbs; whatever happened meanwhile is shown in any case. */
  async act(verb, body) {
    try {
      const state = await carryOut(this.id, verb, this.#state.conversation, body);
      if (!state) return false;
      this.#show(state);
      this.timeline.refresh();
      if (["take", "accept", "reopen"].includes(verb) && state.conversation.agent?.id === me.id) this.composer.begin("reply");
      return true;
    } catch (error) {
      complain(error);
      this.#reloadSoon();
      return false;
    }
  }

  async #load() {
    try {
      const [state] = await Promise.all([get(`conversations/${this.id}`), this.timeline.refresh()]);
      if (!this.#ended) this.#show(state);
    } catch (error) {
      if (this.#ended || error.status === 401) return;
      if (this.#state) return;
      if (error.status === 404) this.main.replaceChildren(h("div", { class: "nothing" }, h("p", { role: "alert" }, error.text)));
      else complain(error);
    }
  }

  #show(state) {
    this.#state = state;
    const { conversation } = state;
    this.head.show(state);
    this.banners.show(state);
    this.presence.show(state.viewers ?? []);
    this.composer.show(state);
    this.side.name(conversation);
    this.#around.row(conversation);
    document.title = `${nameOf(conversation)} · ${t("title")}`;
  }

  #hear(event) {
    if (event.type === "anew" || (event.type === "line" && event.online)) {
      this.#reloadSoon();
      this.side.load();
      this.composer.again();
    }
    if (event.conversation_id !== this.id) return;
    if (event.type === "presence") this.presence.show(event.viewers, event.traveller_typing);
    if (event.type !== "event") return;
    if (event.kind.startsWith("message.") && event.data?.message) {
      this.timeline.said(event.data.message);
      // The window opens again with every word of the traveller's.
      if (event.kind === "message.stored" && event.data.message.direction === "in") this.#reloadSoon();
    } else this.#reloadSoon();
    if (OF_TRIPS.includes(event.kind)) this.side.load();
  }

  #read(offset) {
    if (offset <= this.#readTo || document.visibilityState === "hidden") return;
    this.#readTo = offset;
    post(`conversations/${this.id}/read`, { offset }).catch(() => { this.#readTo = 0; });
  }

  #key(...wanted) {
    const verb = this.#state && verbsFor(this.#state.conversation).find(({ verb: name }) => wanted.includes(name));
    if (!verb) return false;
    this.act(verb.verb);
    return true;
  }

  #toggleSide(on = !this.element.classList.contains("with-side")) {
    this.element.classList.toggle("with-side", on);
    if (on) this.side.focus();
  }
}
