/** What a provider's list and ours do not agree on, both sides beside each other, until somebody settles it. */
import { get, post, query } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing, field, form, input, select } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, dialog, problem, toast } from "../core/overlay.js";
import { moment, named, t } from "../core/words.js";
import { moneyText } from "../trip/money.js";
import { sheet } from "./sheet.js";

const LATE = 36 * 3_600_000;

/** A section that loads itself, and everything that it finds. */
export function comparison() {
  const place = h("div", {});
  const load = async () => {
    try {
      const { runs, discrepancies, next } = await get("reconciliation?state=open");
      const found = [...discrepancies];
      for (let after = next; after;) {
        const more = await get(query("reconciliation", { state: "open", after }));
        found.push(...more.discrepancies);
        after = more.next;
      }
      place.replaceChildren(sheet("compare", ["found", "provider", "kind", "ours", "theirs", "settle"], found.map((one) => row(one, load)), {
        before: runs.length ? h("ul", { class: "runs" }, runs.map(run)) : h("p", { class: "hint" }, t("compare.never")),
        after: h("a", { class: "plain button", download: "", href: "/console/api/reconciliation.csv" }, icon("load"), t("compare.table")),
      }));
    } catch (error) {
      place.replaceChildren(h("p", { class: "list-state", role: "alert" }, problem(error)));
    }
  };
  load();
  return place;
}

/** The last comparison with a provider; one that has not come for long is said loudly. */
const run = ({ provider, ran_at: at, compared, repaired }) => h("li", { class: "hint" }, named("pay.providers", provider), ": ",
  at ? t("compare.last", { at: moment(at), compared, repaired }) : t("compare.never"),
  at && Date.now() - new Date(at) > LATE && [" ", h("span", { class: "pill disabled" }, t("compare.late"))]);

const row = (one, load) => [
  h("time", { datetime: one.found_at }, moment(one.found_at)),
  [named("pay.providers", one.provider), h("br"), h("code", {}, one.payment)],
  [named("compare.kinds", one.kind), h("p", { class: "hint" }, t(`compare.hints.${one.kind}`))],
  side(one.shown.ours), side(one.shown.theirs),
  doing(h("button", { type: "button", class: "plain" }, icon("check"), t("compare.settle")), () => settle(one, load), complain),
];

const side = (amounts) => (amounts
  ? Object.entries(amounts).map(([name, amount]) => h("div", {}, `${named("compare.fields", name)}: ${moneyText(amount)}`))
  : h("span", { class: "hint" }, t("compare.nothing")));

/** Money can go back only where it stands in our books, and to a booking only where it is nobody's. */
function settle(one, load) {
  const booking = field(t("compare.booking"), input({ name: "booking", maxlength: 12, pattern: "[A-Za-z0-9]{3,12}" }));
  const choose = ({ value }) => {
    booking.hidden = value !== "booking";
    booking.querySelector("input").required = !booking.hidden;
  };
  const money = select({ name: "money", onchange: (event) => choose(event.target) }, ["stays", "refund", ...(one.kind === "theirs_only" ? ["booking"] : [])].map((what) => [what, t(`compare.money_${what}`)]));
  choose(money);
  return dialog(t("compare.settle_title"), (close) => form({
    button: t("compare.settle"),
    async submit({ note, money: what, booking: code }) {
      await post(`reconciliation/${one.id}/settle`, { note: note.trim(), refund: what === "refund", booking: what === "booking" ? code.trim() : null });
      toast(t("compare.settled"));
      close();
      await load();
    },
  },
  h("p", { class: "lead" }, t("compare.settle_text")),
  one.ours && [field(t("compare.money"), money), booking],
  field(t("compare.note"), input({ name: "note", required: true, maxlength: 500 }))));
}
