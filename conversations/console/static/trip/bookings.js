/** A booking: its state in a word and a shape, its clock while it waits for the deposit, and what can be done. */
import { get, post } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, confirm, menuButton, toast } from "../core/overlay.js";
import { left } from "../core/ticking.js";
import { moment, named, t } from "../core/words.js";
import { MARKS, tripFacts } from "./facts.js";
import { local, moneyText } from "./money.js";
import { openCharge } from "./payments.js";

export function bookingCard(booking, deal) {
  const state = booking.state ?? "";
  const waits = state === "ON_HOLD";
  const base = `conversations/${deal.id}`;
  const send = doing(h("button", { type: "button", class: "plain" }, icon("send"), t("trip.send")), async () => {
    deal.said(await post(`${base}/cards`, { client_id: crypto.randomUUID(), reference: booking.reference }));
    toast(t("trip.sent"));
  }, complain);
  const { quote } = booking;
  const menu = [
    ...(["ON_HOLD", "CONFIRMED"].includes(state) ? [{ name: t("pay.charge"), icon: "give", act: () => openCharge(booking, deal).catch(complain) }] : []),
    ...(waits ? [{ name: t("trip.mark_paid"), icon: "check", act: () => markPaid(booking, deal) }] : []),
    ...(["ON_HOLD", "CONFIRMED", "PENDING"].includes(state) ? [{ name: t("trip.cancel"), icon: "close", danger: true, act: () => cancel(booking, deal) }] : []),
  ];
  return h("article", { class: "deal booking" },
    h("header", { class: "deal-head" }, h("h4", {}, local(quote.name) || booking.reference), h("strong", { class: "amount" }, moneyText(booking.total))),
    h("p", { class: "deal-facts" }, h("code", {}, booking.reference), tripFacts(quote)),
    h("p", { class: `state ${state.toLowerCase()}` }, icon(MARKS[state] ?? "clock"), h("strong", {}, named("booking", state)),
      waits && booking.expires_at && [" · ", left(booking.expires_at, t("trip.hold_over"))]),
    booking.lead && h("p", { class: "hint" }, [booking.lead.name, booking.lead.email, booking.lead.phone].filter(Boolean).join(" · ")),
    h("div", { class: "deal-actions" }, send, menu.length > 0 && menuButton({ label: t("talk.more"), face: icon("more"), items: () => menu })));
}

async function markPaid({ reference }, deal) {
  if (!(await confirm(t("trip.mark_paid"), t("trip.mark_paid_text", { reference }), t("trip.mark_paid")))) return;
  try {
    await post(`conversations/${deal.id}/bookings/${reference}/mark-paid`);
    toast(t("trip.paid"));
    await deal.refresh();
  } catch (error) {
    complain(error);
  }
}

/** What it costs is shown before anything is cancelled. */
async function cancel({ reference }, deal) {
  try {
    const base = `conversations/${deal.id}/bookings/${reference}`;
    const { penalty, refund, free_until: free } = await get(`${base}/cancellation`);
    const lines = [t("trip.penalty", { amount: moneyText(penalty) }), t("trip.refund", { amount: moneyText(refund) }), free && t("trip.free_until", { at: moment(free) })];
    if (!(await confirm(t("trip.cancel_title", { reference }), lines.filter(Boolean).join(" "), t("trip.cancel"), { danger: true }))) return;
    await post(`${base}/cancel`);
    toast(t("trip.cancelled"));
    await deal.refresh();
  } catch (error) {
    complain(error);
  }
}
