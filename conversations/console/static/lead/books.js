/** The books: what suppliers are still to get, what stands on the accounts, and tables for the accountant. */
import { get, post, query } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing, field, input } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, confirm, toast } from "../core/overlay.js";
import { date, t } from "../core/words.js";
import { comparison } from "./comparison.js";

const TABLES = ["ledger", "payables", "commissions"];
const DAY = 86_400_000;
const local = (time) => new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

export const open = () => new Books();

class Books {
  constructor() {
    this.from = input({ type: "date", value: local(Date.now() - 29 * DAY), onchange: () => this.#name() });
    this.until = input({ type: "date", value: local(Date.now()), onchange: () => this.#name() });
    this.files = TABLES.map((name) => h("a", { class: "plain button", download: "", "data-table": name }, icon("load"), t(`books.table_${name}`)));
    this.content = h("div", { class: "report", "aria-live": "polite" });
    this.element = h("main", { class: "panel" }, h("header", { class: "panel-head" }, h("h1", {}, t("nav.books")),
      h("div", { class: "panel-tools" }, field(t("report.from"), this.from, { classes: "inline" }), field(t("report.until"), this.until, { classes: "inline" }), this.files)), this.content);
    this.#name();
    this.#load();
  }

  #name() {
    const period = { from: this.from.value, to: this.until.value };
    for (const file of this.files) file.href = `/console/api/${query(`books/${file.dataset.table}.csv`, period)}`;
  }

  async #load() {
    try {
      const [{ payables }, { balances, trial }] = await Promise.all([get("books/payables"), get("books/balances")]);
      this.content.replaceChildren(...[sums(trial), comparison(), this.#payables(payables), this.#accounts(balances)].filter(Boolean));
    } catch (error) {
      this.content.replaceChildren(h("p", { class: "list-state", role: "alert" }, error.text || t("offline_now")));
    }
  }

  #payables(payables) {
    const today = local(Date.now());
    return sheet("payables", ["due", "supplier", "booking", "amount", "paid"], payables.map((one) => [
      h("time", { datetime: one.due_on }, date(one.due_on), one.due_on < today && [" ", h("span", { class: "pill disabled" }, t("books.overdue"))]),
      one.supplier, h("code", {}, one.booking), one.amount.text,
      doing(h("button", { type: "button", class: "plain" }, icon("check"), t("books.mark_paid")), () => this.#pay(one), complain)]));
  }

  #pay({ id, supplier, amount }) {
    return this.#mark(supplier, amount.text, () => post(`books/payables/${id}/paid`));
  }

  /** Resellers are paid all that they are owed, from their account. */
  #accounts(balances) {
    return sheet("accounts", ["account", "balance", "paid"], balances.map(({ account, balance }) => [
      h("code", {}, account), balance.text,
      account.startsWith("reseller:") && balance.minor < 0 &&
        doing(h("button", { type: "button", class: "plain" }, icon("check"), t("books.mark_paid")), () => this.#payReseller(account.slice(9), balance), complain)]));
  }

  #payReseller(code, { minor, currency, text }) {
    const body = { payment_id: crypto.randomUUID(), minor: -minor, currency };
    return this.#mark(code, text.replace("-", ""), () => post(`books/commissions/${code}/paid`, body));
  }

  async #mark(supplier, amount, write) {
    if (!(await confirm(t("books.mark_paid"), t("books.mark_paid_text", { supplier, amount }), t("books.mark_paid")))) return;
    await write();
    toast(t("books.marked"));
    await this.#load();
  }
}

/** The trial balance is zero, or something is very wrong and is said loudly. */
function sums(trial) {
  const off = Object.entries(trial).filter(([, sum]) => sum !== 0);
  return off.length > 0 && h("p", { class: "figure alarm", role: "alert" }, t("books.does_not_add_up", { currencies: off.map(([currency, sum]) => `${currency} ${sum}`).join(", ") }));
}

const place = (column) => (["amount", "balance"].includes(column) ? "amount" : null);

function sheet(name, columns, rows) {
  const title = t(`books.${name}`);
  return h("section", { class: "sheet table-scroll", tabindex: "0", role: "region", "aria-label": title }, h("h2", {}, title),
    rows.length === 0 ? h("p", { class: "hint" }, t(`books.no_${name}`)) : h("table", { class: columns.length > 3 ? "grid" : "grid slim" },
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col", class: place(column) }, t(`books.${column}`))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, at) => h("td", { class: place(columns[at]) }, cell)))))));
}
