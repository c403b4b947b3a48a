/** Money that somebody has to give back by hand: it came past all providers, or a provider could not give it back. */
import { get, post } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, confirm, problem, toast } from "../core/overlay.js";
import { moment, named, t } from "../core/words.js";
import { moneyText } from "../trip/money.js";
import { sheet } from "./sheet.js";

/** A section that loads itself; nothing where there is nothing to be given back. */
export function givebacks() {
  const place = h("div", {});
  const load = async () => {
    try {
      const { refunds } = await get("refunds");
      place.replaceChildren(...(refunds.length ? [sheet("givebacks", ["since", "booking", "why", "amount", "done"], refunds.map((one) => row(one, load)))] : []));
    } catch (error) {
      place.replaceChildren(h("p", { class: "list-state", role: "alert" }, problem(error)));
    }
  };
  load();
  return place;
}

const row = (one, load) => [
  h("time", { datetime: one.requested_at }, moment(one.requested_at)),
  one.booking ? h("code", {}, one.booking) : t("givebacks.nobody"),
  [named("pay.providers", one.provider), h("p", { class: "hint" }, t(one.failure ? "givebacks.failed" : "givebacks.outside"), one.failure && [" ", h("code", {}, one.failure)])],
  moneyText(one.amount),
  doing(h("button", { type: "button", class: "plain" }, icon("check"), t("givebacks.mark")), () => mark(one, load), complain),
];

async function mark({ id, amount }, load) {
  if (!(await confirm(t("givebacks.mark"), t("givebacks.mark_text", { amount: moneyText(amount) }), t("givebacks.mark")))) return;
  await post(`refunds/${id}/done`);
  toast(t("givebacks.marked"));
  await load();
}
