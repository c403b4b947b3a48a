/** The page of a supplier or reseller: what they are owed, what was booked and quoted with them; to be read only. */
import { get, query } from "../core/api.js";
import { h, keyed } from "../core/dom.js";
import { field, input } from "../core/form.js";
import { icon } from "../core/icons.js";
import { live, paced } from "../core/live.js";
import { me } from "../core/me.js";
import { problem } from "../core/overlay.js";
import { date, localDay, moment, named, shortDate, t } from "../core/words.js";
import { MARKS, OVER } from "../trip/facts.js";
import { local, moneyText } from "../trip/money.js";

const DAY = 86_400_000;

export const open = () => new Partner();

class Partner {
  #rooms = [];
  #ended = false;

  constructor() {
    this.note = h("p", { class: "list-state", role: "status" }, t("loading"));
    this.figures = h("div", { class: "figures", "aria-live": "polite" });
    this.sections = (me.role === "supplier" ? SUPPLIER : RESELLER).map((one) => new Section(...one));
    this.element = h("main", { class: "panel partner" },
      h("header", { class: "panel-head" }, h("h1", {}, me.name), h("p", { class: "lead" }, t(`partner.lead_${me.role}`))),
      this.note, this.figures, me.role === "reseller" && table(), this.sections.map(({ element }) => element));
    this.again = paced(() => this.#load());
    this.stop = live.on(({ type }) => (type === "event" || type === "anew") && this.again());
    this.#load();
  }

  end() {
    this.#ended = true;
    this.stop();
    live.leave(this.#rooms);
  }

  async #load() {
    try {
      const read = await get("partner");
      if (this.#ended) return;
      this.#watch(read.rooms);
      this.figures.replaceChildren(...figures(read));
      for (const section of this.sections) section.show(read);
      this.note.textContent = "";
    } catch (error) {
      this.note.textContent = problem(error);
    }
  }

  /** Their rooms as they stand now; joined before the old ones are left, so that nothing is missed between. */
  #watch(rooms) {
    live.join(rooms);
    live.leave(this.#rooms);
    this.#rooms = rooms;
  }
}

/** What is not paid yet by its day, then what was paid, the newest first. */
function soonest(one, other) {
  if (Boolean(one.paid_on) !== Boolean(other.paid_on)) return one.paid_on ? 1 : -1;
  return one.paid_on ? other.paid_on.localeCompare(one.paid_on) : one.due_on.localeCompare(other.due_on);
}

const figures = ({ owed, paid }) => [["owed", owed], ["paid", paid]].map(([name, amounts]) =>
  h("div", { class: "figure" }, h("span", { class: "figure-name" }, t(`partner.${name}`)),
    (amounts.length ? amounts.map(moneyText) : ["0"]).map((text) => h("span", { class: "figure-value" }, text))));

/** Cards of one kind; those that say the same stay as they are. */
class Section {
  #name;
  #card;

  constructor(name, card) {
    [this.#name, this.#card] = [name, card];
    this.none = h("p", { class: "hint", hidden: true }, t(`partner.no_${name}`));
    this.cards = h("ul", { class: "partner-cards" });
    this.element = h("section", { class: "partner-part" }, h("h2", {}, t(`partner.${name}`)), this.none, this.cards);
  }

  show(read) {
    const found = this.#name === "payables" ? [...read.payables].sort(soonest) : read[this.#name];
    this.none.hidden = found.length > 0;
    keyed(this.cards, found, keyOf, (one) => h("li", {}, this.#card(one)));
  }
}

const keyOf = ({ reference, booking: of, due_on: due }) => reference ?? `${of}${due}`;

const card = (reference, amount, facts, ...rest) => h("article", { class: "deal" },
  h("header", { class: "deal-head" }, h("h3", {}, h("code", {}, reference)), amount && h("strong", { class: "amount" }, amount)),
  facts.length > 0 && h("p", { class: "deal-facts" }, facts.map((fact) => h("span", {}, fact))), rest);

const state = (mood, mark, ...words) => h("p", { class: `state ${mood}` }, icon(mark), h("span", {}, words));

function payable({ booking: reference, amount, due_on: due, paid_on: paid }) {
  const late = !paid && due < localDay(Date.now());
  const stands = paid ? state("confirmed", "check", t("partner.paid_on", { on: date(paid) })) : state(late ? "cancelled" : "on_hold", "clock", t(late ? "partner.late" : "partner.open"));
  return card(reference, moneyText(amount), [t("partner.due", { on: date(due) })], stands);
}

/** What a cancelled booking leaves of a commission stands in the table and in what is owed. */
function booking({ reference, state: now, expires_at: until, quote: sold }) {
  const lives = !OVER.includes(now);
  return card(reference, lives && commission(sold), facts(sold),
    state(now.toLowerCase(), MARKS[now] ?? "clock", named("booking", now), until && ` · ${t("partner.until", { at: moment(until) })}`), services(sold));
}

const quote = (offered) => card(offered.reference, commission(offered), facts(offered),
  h("p", { class: "hint" }, new Date(offered.valid_until) < Date.now() ? t("trip.expired") : t("trip.valid_until", { at: moment(offered.valid_until) })), services(offered));

const commission = ({ commission: amount }) => amount && t("partner.commission", { amount: moneyText(amount) });
const facts = ({ name, total }) => [local(name), total && t("partner.total", { total: moneyText(total) })].filter(Boolean);

/** A supplier looks for its services first, a reseller for the sum. */
const services = ({ lines }) => h("details", { class: "price", open: Boolean(lines[0]?.net) }, h("summary", {}, t("partner.services", { count: lines.length })),
  h("ul", { class: "lines" }, lines.map(({ name, product, quantity, start_on: start, end_on: end, net, sell }) => h("li", {},
    h("span", { class: "line-name" }, quantity > 1 && `${quantity} × `, local(name) || product),
    h("span", { class: "line-supplier" }, end !== start ? `${shortDate(start)} – ${shortDate(end)}` : shortDate(start)), h("span", { class: "line-net" }, moneyText(net ?? sell))))));

const SUPPLIER = [["payables", payable], ["bookings", booking]];
const RESELLER = [["bookings", booking], ["quotes", quote]];

/** The commissions of a period, as a table to download. */
function table() {
  const link = h("a", { class: "plain button", download: "" }, icon("load"), t("partner.table"));
  const name = () => { link.href = `/console/api/${query("partner/commissions.csv", { from: from.value, to: until.value })}`; };
  const from = input({ type: "date", value: localDay(Date.now() - 29 * DAY), onchange: name });
  const until = input({ type: "date", value: localDay(Date.now()), onchange: name });
  name();
  return h("div", { class: "panel-tools" }, field(t("report.from"), from, { classes: "inline" }), field(t("report.until"), until, { classes: "inline" }), link);
}
