/** The money of a booking: links, what came, what goes back, what banks want; asking for it and giving it back. */
import { Once, get, post } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing, field, form, input, select } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, dialog, toast } from "../core/overlay.js";
import { moment, named, t } from "../core/words.js";
import { moneyText } from "./money.js";

/** By what stands there: the icon, and whether it is good, waiting or bad. */
const MARKS = {
  requested: ["clock", "wait"], open: ["clock", "wait"], processing: ["clock", "wait"], paid: ["check", "good"], failed: ["alert", "bad"], expired: ["close", "bad"],
  pending: ["clock", "wait"], done: ["check", "good"], won: ["check", "good"], lost: ["alert", "bad"],
};

const provider = (name) => named("pay.providers", name);

/** `money` is a booking's entry in `payments` of the traveller's facts. */
export function paymentCard(money, deal) {
  const { reference, returnable, links, captures, refunds, disputes } = money;
  const back = doing(h("button", { type: "button", class: "plain" }, icon("reopen"), t("pay.refund")), () => openRefund(money, deal), complain);
  return h("article", { class: "deal money" },
    h("header", { class: "deal-head" }, h("h4", {}, h("code", {}, reference)), returnable.minor > 0 && h("strong", { class: "amount" }, moneyText(returnable))),
    disputes.map((one) => line(t("pay.dispute"), one, one.state, one.opened_at)),
    captures.map((one) => line(t("pay.capture"), one, "paid", one.paid_at, named("pay.rule", one.rule))),
    refunds.map((one) => line(t("pay.refund_of"), one, one.state, one.done_at ?? one.requested_at)),
    links.filter(({ state }) => state !== "paid").map((one) => line(t(`pay.kind.${one.kind}`), one, one.state, one.requested_at)),
    returnable.minor > 0 && h("div", { class: "deal-actions" }, back));
}

function line(what, { amount, provider: name }, state, at, more = named("pay.state", state)) {
  const [mark, mood] = MARKS[state] ?? ["clock", "wait"];
  return h("p", { class: `payment ${mood}` }, icon(mark),
    h("span", { class: "payment-words" }, h("span", {}, `${what} · ${provider(name)}`), h("small", {}, `${more} · `, h("time", { datetime: at }, moment(at)))),
    h("strong", {}, moneyText(amount)));
}

/** What can be asked for now, chosen and sent as a message with its link. */
export async function openCharge({ reference }, deal) {
  const base = `conversations/${deal.id}/bookings/${reference}`;
  const { choices, providers, deadline } = await get(`${base}/payable`);
  if (!choices.length || !providers.length) {
    toast(t(choices.length ? "pay.nobody" : "pay.nothing"), "bad");
    return;
  }
  const clientId = crypto.randomUUID();
  await dialog(t("pay.charge_title", { reference }), (close) => form({
    button: t("pay.send_link"),
    async submit({ kind, provider: name }) {
      const { payment, message } = await post(`${base}/payments`, { client_id: clientId, kind, provider: name });
      if (message) deal.said(message);
      toast(t(message ? "trip.sent" : payment.state === "failed" ? "pay.link_refused" : "pay.link_later"), payment.state === "failed" ? "bad" : "");
      close();
      await deal.refresh();
    },
  },
  field(t("pay.what"), select({ name: "kind" }, choices.map(({ kind, amount }) => [kind, `${t(`pay.kind.${kind}`)}: ${moneyText(amount)}`]))),
  field(t("pay.how"), select({ name: "provider" }, providers.map((name) => [name, provider(name)])), { hint: deadline ? t("pay.until", { at: moment(deadline) }) : "" })));
}

/** The amount that cancelling would give back is filled in where it is less than what is left. */
async function openRefund({ reference, returnable }, deal) {
  const base = `conversations/${deal.id}/bookings/${reference}`;
  const policy = await get(`${base}/cancellation`).catch(() => null);
  const { minor, currency } = returnable;
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  const whole = (amount) => (amount / 10 ** digits).toFixed(digits);
  const refunds = new Once();
  const most = Math.min(minor, policy?.refund?.minor || minor);
  await dialog(t("pay.refund_title", { reference }), (close) => form({
    button: t("pay.refund"),
    async submit({ amount, reason }) {
      await refunds.post(`${base}/refunds`, { amount: Math.round(Number(amount) * 10 ** digits), reason: reason.trim() });
      toast(t("pay.refund_asked"));
      close();
      await deal.refresh();
    },
  },
  field(t("pay.amount", { currency }), input({ name: "amount", type: "number", min: whole(1), max: whole(minor), step: whole(1), value: whole(most), required: true, inputmode: "decimal" }), { hint: t("pay.most", { amount: moneyText(returnable) }) }),
  field(t("pay.why"), input({ name: "reason", required: true, maxlength: 200 }))));
}
