/** What a provider's list and ours do not agree on, both sides beside each other, until somebody settles it. */
import { get, post } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing, field, form, input, tick } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, dialog, toast } from "../core/overlay.js";
import { moment, named, number, t } from "../core/words.js";

/** A section that loads itself. */
export function comparison() {
  const element = h("section", { class: "sheet table-scroll", tabindex: "0", role: "region", "aria-label": t("compare.title") });
  const load = async () => {
    try {
      const { runs, discrepancies } = await get("reconciliation?state=open");
      element.replaceChildren(h("h2", {}, t("compare.title")), lastRun(runs[0]), discrepancies.length ? table(discrepancies, load) : h("p", { class: "hint" }, t("compare.none")),
        h("a", { class: "plain button", download: "", href: "/console/api/reconciliation.csv" }, icon("load"), t("compare.table")));
    } catch (error) {
      element.replaceChildren(h("h2", {}, t("compare.title")), h("p", { class: "list-state", role: "alert" }, error.text || t("offline_now")));
    }
  };
  load();
  return element;
}

const lastRun = (run) => h("p", { class: "hint" }, run ? t("compare.last", { at: moment(run.ran_at), compared: run.compared, repaired: run.repaired }) : t("compare.never"));

function table(found, load) {
  const columns = ["found", "provider", "kind", "ours", "theirs", "settle"];
  return h("table", { class: "grid" },
    h("thead", {}, h("tr", {}, columns.map((name) => h("th", { scope: "col" }, t(`compare.${name}`))))),
    h("tbody", {}, found.map((one) => h("tr", {},
      h("td", {}, h("time", { datetime: one.found_at }, moment(one.found_at))),
      h("td", {}, named("pay.providers", one.provider), h("br"), h("code", {}, one.payment)),
      h("td", {}, named("compare.kinds", one.kind)), h("td", {}, side(one.ours)), h("td", {}, side(one.theirs)),
      h("td", {}, doing(h("button", { type: "button", class: "plain" }, icon("check"), t("compare.settle")), () => settle(one, load), complain))))));
}

/** Amounts are minor units of `currency`; what is zero is left out. */
function side(one) {
  if (!one) return h("span", { class: "hint" }, t("compare.nothing"));
  const { currency } = one;
  const digits = currency ? new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits : 0;
  return Object.entries(one).filter(([name, value]) => name !== "currency" && value).map(([name, value]) => h("div", {},
    `${named("compare.fields", name)}: ${typeof value === "number" ? `${currency ?? ""} ${number(value / 10 ** digits, { minimumFractionDigits: digits })}` : value}`));
}

function settle(one, load) {
  return dialog(t("compare.settle_title"), (close) => form({
    button: t("compare.settle"),
    async submit({ note, refund, booking }) {
      await post(`reconciliation/${one.id}/settle`, { note: note.trim(), refund: Boolean(refund), booking: booking?.trim() || null });
      toast(t("compare.settled"));
      close();
      await load();
    },
  },
  h("p", { class: "lead" }, t("compare.settle_text")),
  field(t("compare.note"), input({ name: "note", required: true, maxlength: 500 })),
  one.ours && tick(t("compare.refund"), { name: "refund" }),
  one.ours && field(t("compare.booking"), input({ name: "booking", maxlength: 12, pattern: "[A-Za-z0-9]{3,12}" }))));
}
