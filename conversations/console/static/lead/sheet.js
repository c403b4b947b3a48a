/** A titled table of what is to be seen to; on a phone its rows are cards, so that what is to be done is in sight. */
import { h } from "../core/dom.js";
import { t } from "../core/words.js";

const place = (column) => (["amount", "balance"].includes(column) ? "amount" : null);

/** The words are under `name`: `title`, `none` where there are no rows, and each of the columns. */
export function sheet(name, columns, rows, { before = null, after = null } = {}) {
  const title = t(`${name}.title`);
  const words = columns.map((column) => t(`${name}.${column}`));
  const head = h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map((column, at) => h("th", { scope: "col", role: "columnheader", class: place(column) }, words[at]))));
  const line = (row) => h("tr", { role: "row" }, row.map((cell, at) => h("td", { role: "cell", class: place(columns[at]), "data-label": words[at] }, h("div", {}, cell))));
  return h("section", { class: "sheet table-scroll", tabindex: "0", role: "region", "aria-label": title }, h("h2", {}, title), before,
    rows.length === 0 ? h("p", { class: "hint" }, t(`${name}.none`))
      : h("table", { role: "table", class: columns.length > 3 ? "grid stacks" : "grid slim" }, head, h("tbody", { role: "rowgroup" }, rows.map(line))), after);
}
