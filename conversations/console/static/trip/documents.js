/** What was issued for a traveller's bookings: to keep, or to send to them. */
import { post } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, toast } from "../core/overlay.js";
import { date, localDay, named, t } from "../core/words.js";
import { moneyText } from "./money.js";

export function documentCard(document, deal) {
  const name = `${named("document", document.kind)} ${document.number}`;
  const send = doing(h("button", { type: "button", class: "plain" }, icon("send"), t("trip.send_document")), async () => {
    deal.said(await post(`conversations/${deal.id}/documents/${document.id}/send`, { client_id: crypto.randomUUID() }));
    toast(t("trip.sent"));
  }, complain);
  return h("article", { class: "deal" },
    h("header", { class: "deal-head" }, h("h4", {}, name), h("strong", { class: "amount" }, moneyText(document.amount))),
    h("p", { class: "deal-facts" }, h("code", {}, document.booking), h("time", { datetime: document.issued_at }, date(localDay(document.issued_at)))),
    h("div", { class: "deal-actions" }, send,
      h("a", { class: "round button", href: `/console/api/documents/${document.id}.pdf`, download: "", "aria-label": t("file.keep", { name }), title: t("file.keep", { name }) }, icon("load"))));
}
