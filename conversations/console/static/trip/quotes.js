/** A quote: what it is, what it is made of, how long it lasts, and what can be done with it. */
import { get, post, remove } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, menuButton, toast } from "../core/overlay.js";
import { left } from "../core/ticking.js";
import { moment, t } from "../core/words.js";
import { openBooking } from "./booking_form.js";
import { tripFacts } from "./facts.js";
import { local, moneyText } from "./money.js";

/** `hold` is the places kept for it, `booking` the code of what was booked with it; `first`: its price stands open. */
export function quoteCard(quote, { hold, booking, first }, deal) {
  const over = quote.valid_until && new Date(quote.valid_until) < Date.now();
  const base = `conversations/${deal.id}`;
  const button = (name, mark, work, classes = "plain") => doing(h("button", { type: "button", class: classes }, icon(mark), t(name)), work, complain);
  const send = button("trip.send", "send", async () => {
    deal.said(await post(`${base}/cards`, { client_id: crypto.randomUUID(), quote_id: quote.id }));
    toast(t("trip.sent"));
  });
  const keep = button("trip.hold", "lock", async () => {
    await post(`${base}/quotes/${quote.id}/hold`);
    toast(t("trip.held"));
    await deal.refresh();
  });
  const book = button("trip.book", "check", () => openBooking({ id: deal.id, hold, contact: deal.contact(), title: local(quote.name), done: deal.refresh }), "primary");
  const release = async () => {
    try {
      await remove(`${base}/holds/${hold.id}`);
      toast(t("trip.released"));
      await deal.refresh();
    } catch (error) {
      complain(error);
    }
  };
  return h("article", { class: `deal${over ? " over" : ""}` },
    h("header", { class: "deal-head" }, h("h4", {}, local(quote.name)), h("strong", { class: "amount" }, moneyText(quote.total))),
    h("p", { class: "deal-facts" }, h("code", {}, quote.reference), quote.revision > 1 && h("span", {}, t("trip.revision", { number: quote.revision })), tripFacts(quote)),
    hold && h("p", { class: "hold" }, icon("lock"), t("trip.kept"), " ", left(hold.expires_at, t("trip.hold_over"))),
    booking && h("p", { class: "hint" }, t("trip.booked_as", { reference: booking })),
    !hold && !booking && quote.valid_until && h("p", { class: "hint" }, over ? t("trip.expired") : t("trip.valid_until", { at: moment(quote.valid_until) })),
    price(quote, first, deal.suppliers()),
    h("div", { class: "deal-actions" }, !over && send, !over && !hold && !booking && keep, hold && book,
      menuButton({ label: t("talk.more"), face: icon("more"), items: () => [
        { name: t("trip.revise"), icon: "reopen", act: () => deal.again(quote) },
        { name: t("trip.copy_page"), icon: "out", act: () => copyPage(`${base}/quotes/${quote.id}/page`) },
        ...(hold ? [{ name: t("trip.release"), icon: "close", danger: true, act: release }] : []),
      ] })));
}

/** The traveller's page of it, to be pasted wherever it is to be sent. */
async function copyPage(path) {
  try {
    const { url } = await get(path);
    await navigator.clipboard.writeText(url);
    toast(t("trip.page_copied"));
  } catch (error) {
    complain(error);
  }
}

/** What only the house sees: net, markup, commission, and each supplier's part. */
function price({ lines = [], net, markup, commission, tax, total }, open, suppliers) {
  const row = (name, money, classes) => money && h("tr", { class: classes }, h("th", { scope: "row" }, t(`trip.${name}`)), h("td", {}, moneyText(money)));
  return h("details", { class: "price", open: Boolean(open) }, h("summary", {}, icon("lock"), t("trip.price")),
    h("table", { class: "sums" }, h("tbody", {}, row("net", net), row("markup", markup), row("commission", commission?.minor ? commission : null), row("tax", tax?.minor ? tax : null), row("total", total, "total"))),
    lines.length > 0 && h("ul", { class: "lines" }, lines.map((line) => h("li", {},
      h("span", { class: "line-name" }, line.quantity > 1 && `${line.quantity} × `, local(line.name) || line.product),
      h("span", { class: "line-supplier" }, suppliers[line.supplier] ?? line.supplier), h("span", { class: "line-net" }, moneyText(line.net))))));
}
