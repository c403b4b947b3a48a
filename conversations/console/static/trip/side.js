/** Beside the conversation: the traveller, their quotes, holds, bookings and payments, and finding them a trip. */
import { get } from "../core/api.js";
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { paced } from "../core/live.js";
import { t } from "../core/words.js";
import { bookingCard } from "./bookings.js";
import { documentCard } from "./documents.js";
import { paymentCard } from "./payments.js";
import { quoteCard } from "./quotes.js";
import { openTrip } from "./search.js";

export class Side {
  #id;
  #around;
  #facts = null;
  #row = null;
  #told = "";

  /** `said(message)` shows a card that was sent, `back()` leaves the panel on a narrow screen. */
  constructor(id, around) {
    this.#id = id;
    this.#around = around;
    this.person = h("div", { class: "side-person" });
    this.body = h("div", { class: "side-body" }, h("p", { class: "list-state", role: "status" }, t("loading")));
    this.find = h("button", { type: "button", class: "primary wide-button", onclick: () => this.#trip() }, icon("search"), t("trip.find"));
    this.element = h("aside", { class: "side", "aria-label": t("side.label"), tabindex: "-1" },
      h("header", { class: "side-head" }, h("h2", {}, t("side.label")), h("button", { type: "button", class: "round side-close", "aria-label": t("back"), onclick: around.back }, icon("close"))),
      this.person, this.find, this.body);
    this.load = paced(() => this.#load(), 500, 0);
  }

  /** The reference of what the traveller asks about: the newest booking, else the newest quote. */
  get reference() {
    return this.#facts?.bookings?.[0]?.reference ?? this.#facts?.quotes?.[0]?.reference ?? null;
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  name(row) {
    this.#row = row;
    this.#drawPerson();
  }

  /** What became of something done here, shown at once. */
  async refresh() {
    await this.#load();
  }

  async #load() {
    try {
      this.#facts = await get(`conversations/${this.#id}/traveller`);
      this.#draw();
    } catch (error) {
      if (!this.#facts) this.body.replaceChildren(h("p", { class: "list-state", role: "alert" }, error.text || t("offline_now")));
    }
  }

  #drawPerson() {
    const contact = this.#facts?.contact;
    const fact = (label, said) => said && [h("dt", {}, label), h("dd", {}, said)];
    this.person.replaceChildren(h("dl", {},
      fact(t("side.name"), contact?.name ?? this.#row?.name), fact(t("side.address"), contact?.address),
      fact(t("side.language"), this.#row && t(`languages.${this.#row.language}`))),
    ...(contact?.opted_out ? [h("p", { class: "hint" }, icon("alert"), t("gate.opted_out"))] : []));
  }

  #draw() {
    const told = JSON.stringify(this.#facts);
    if (told === this.#told) return;
    this.#told = told;
    this.#drawPerson();
    const { quotes = [], holds = [], bookings = [], payments = [], documents = [] } = this.#facts;
    const deal = { id: this.#id, said: this.#around.said, refresh: () => this.refresh(), contact: this.#facts.contact, again: (quote) => this.#trip(quote) };
    const part = (name, items, empty) => h("section", { class: "part" }, h("h3", {}, t(`side.${name}`), items.length > 0 && h("span", { class: "count" }, String(items.length))),
      items.length ? items : empty && h("p", { class: "hint" }, t(`side.no_${name}`)));
    this.body.replaceChildren(
      part("bookings", bookings.map((booking) => bookingCard(booking, deal)), true),
      ...(documents.length ? [part("documents", documents.map((document) => documentCard(document, deal)))] : []),
      part("quotes", quotes.map((quote, place) => quoteCard(quote, holds.find((hold) => hold.quote_id === quote.id), { ...deal, first: place === 0 })), true),
      ...(payments.length ? [part("payments", payments.map((payment) => paymentCard(payment, deal)))] : []));
  }

  #trip(quote = null) {
    return openTrip({ id: this.#id, wanted: quote?.request ?? this.#facts?.wanted ?? {}, previous: quote, done: () => this.refresh() });
  }
}
