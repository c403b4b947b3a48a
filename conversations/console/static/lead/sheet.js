/** A titled table of what is to be seen to. */
import { h } from "../core/dom.js";
import { t } from "../core/words.js";

const place = (column) => (["amount", "balance"].includes(column) ? "amount" : null);

/** The words are under `name`: `title`, `none` where there are no rows, and each of the columns. */
export function sheet(name, columns, rows, { before = null, after = null } = {}) {
  const title = t(`${name}.title`);
  return h("section", { class: "sheet table-scroll", tabindex: "0", role: "region", "aria-label": title }, h("h2", {}, title), before,
    rows.length === 0 ? h("p", { class: "hint" }, t(`${name}.none`)) : h("table", { class: columns.length > 3 ? "grid" : "grid slim" },
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col", class: place(column) }, t(`${name}.${column}`))))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, at) => h("td", { class: place(columns[at]) }, cell)))))), after);
}
