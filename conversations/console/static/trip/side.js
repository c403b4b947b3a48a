/** Beside the conversation: the traveller, their quotes, holds, bookings and payments, and finding them a trip. */
import { get } from "../core/api.js";
import { h, keyed } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { paced } from "../core/live.js";
import { problem } from "../core/overlay.js";
import { has, t } from "../core/words.js";
import { bookingCard } from "./bookings.js";
import { documentCard } from "./documents.js";
import { OVER } from "./facts.js";
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
    this.parts = Object.fromEntries(["bookings", "documents", "quotes", "payments"].map((name) => [name, new Part(name)]));
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
      if (!this.#facts) this.body.replaceChildren(h("p", { class: "list-state", role: "alert" }, problem(error)));
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
    const deal = { id: this.#id, said: this.#around.said, refresh: () => this.refresh(), contact: () => this.#facts.contact, suppliers: () => this.#facts.suppliers ?? {}, again: (quote) => this.#trip(quote) };
    const booked = bookings.filter(({ state }) => !OVER.includes(state));
    const offers = quotes.map((quote, place) => ({
      quote, first: place === 0, hold: holds.find((hold) => hold.quote_id === quote.id), booking: booked.find((booking) => booking.quote.id === quote.id)?.reference,
    }));
    this.parts.bookings.show(bookings, ({ id }) => id, (booking) => bookingCard(booking, deal));
    this.parts.documents.show(documents, ({ id }) => id, (document) => documentCard(document, deal));
    this.parts.quotes.show(offers, ({ quote }) => quote.id, ({ quote, ...rest }) => quoteCard(quote, rest, deal));
    this.parts.payments.show(payments, ({ reference }) => reference, (payment) => paymentCard(payment, deal));
    if (!this.body.contains(this.parts.bookings.element)) this.body.replaceChildren(...Object.values(this.parts).map(({ element }) => element));
  }

  #trip(quote = null) {
    return openTrip({ id: this.#id, wanted: quote?.request ?? this.#facts?.wanted ?? {}, previous: quote, done: () => this.refresh() });
  }
}

/** One kind of thing with its cards; without any it says so where there are words for that, else it is not there. */
class Part {
  constructor(name) {
    this.count = h("span", { class: "count" });
    this.none = has(`side.no_${name}`) ? h("p", { class: "hint" }, t(`side.no_${name}`)) : null;
    this.cards = h("div", { class: "part-cards" });
    this.element = h("section", { class: "part" }, h("h3", {}, t(`side.${name}`), this.count), this.none, this.cards);
  }

  show(items, keyOf, card) {
    this.element.hidden = !items.length && !this.none;
    if (this.none) this.none.hidden = items.length > 0;
    this.count.hidden = this.cards.hidden = !items.length;
    this.count.textContent = String(items.length);
    keyed(this.cards, items, keyOf, card);
  }
}
