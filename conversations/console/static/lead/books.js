/** The books: what is to be given back, what suppliers are still to get, what stands on the accounts, and tables for the accountant. */
import { get, post, query } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing, field, form, input } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, confirm, dialog, problem, toast } from "../core/overlay.js";
import { date, named, t } from "../core/words.js";
import { moneyText } from "../trip/money.js";
import { comparison } from "./comparison.js";
import { givebacks } from "./givebacks.js";
import { sheet } from "./sheet.js";

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
      this.content.replaceChildren(...[sums(trial), comparison(), givebacks(), this.#payables(payables), this.#accounts(balances)].filter(Boolean));
    } catch (error) {
      this.content.replaceChildren(h("p", { class: "list-state", role: "alert" }, problem(error)));
    }
  }

  #payables(payables) {
    const today = local(Date.now());
    return sheet("payables", ["due", "supplier", "booking", "amount", "paid"], payables.map((one) => [
      h("time", { datetime: one.due_on }, date(one.due_on), one.due_on < today && [" ", h("span", { class: "pill disabled" }, t("payables.overdue"))]),
      one.supplier, h("code", {}, one.booking), moneyText(one.amount),
      doing(h("button", { type: "button", class: "plain" }, icon("check"), t("books.mark_paid")), () => this.#pay(one), complain)]));
  }

  /** On the day on which the bank says that it went out. */
  #pay({ id, supplier, amount }) {
    const today = local(Date.now());
    return dialog(t("books.mark_paid"), (close) => form({
      button: t("books.mark_paid"),
      submit: async ({ paid_on: on }) => {
        // Today is the operator's, wherever whoever presses is.
        await post(`books/payables/${id}/paid`, { paid_on: on === today ? null : on });
        close();
        await this.#marked();
      },
    },
    h("p", { class: "lead" }, t("books.mark_paid_text", { supplier, amount: moneyText(amount) })),
    field(t("books.paid_on"), input({ type: "date", name: "paid_on", value: today, max: today, required: true }))));
  }

  /** Resellers are paid all that they are owed, from their account. */
  #accounts(balances) {
    return sheet("accounts", ["account", "balance", "paid"], balances.map(({ account, balance }) => [
      [...called(account), h("br"), h("code", {}, account)], moneyText(balance),
      account.startsWith("reseller:") && balance.minor < 0 &&
        doing(h("button", { type: "button", class: "plain" }, icon("check"), t("books.mark_paid")), () => this.#payReseller(account.slice(9), balance), complain)]), { before: h("p", { class: "hint" }, t("accounts.signs")) });
  }

  async #payReseller(code, balance) {
    const { minor, currency } = balance;
    const text = t("books.mark_paid_text", { supplier: code, amount: moneyText(balance).replace("-", "") });
    if (!(await confirm(t("books.mark_paid"), text, t("books.mark_paid")))) return;
    await post(`books/commissions/${code}/paid`, { payment_id: crypto.randomUUID(), minor: -minor, currency });
    await this.#marked();
  }

  async #marked() {
    toast(t("books.marked"));
    await this.#load();
  }
}

/** What an account is called: its kind, and whose it is. */
function called(account) {
  const [kind, whose] = account.split(":");
  const name = named("accounts.names", kind);
  return whose ? [`${name}: `, ["provider", "fees", "disputes"].includes(kind) ? named("pay.providers", whose) : whose] : [name];
}

/** The trial balance is zero, or something is very wrong and is said loudly. */
function sums(trial) {
  const off = Object.entries(trial).filter(([, sum]) => sum !== 0);
  return off.length > 0 && h("p", { class: "figure alarm", role: "alert" }, t("books.does_not_add_up", { currencies: off.map(([currency, sum]) => `${currency} ${sum}`).join(", ") }));
}
