/** A list that slides up over the phone; Escape and the cross close it. */
import { h } from "/widget/dom.js";
import { icon } from "./icons.js";

/** `choose(row)` is called with the row that was pressed. */
export function openSheet(phone, list, words, choose) {
  const before = document.activeElement;
  const close = () => {
    veil.remove();
    before?.focus();
  };
  const rows = list.rows.map((row) =>
    h("li", {}, h("button", { type: "button", class: "row", onclick: () => { close(); choose(row); } },
      h("strong", {}, row.title), row.description && h("span", {}, row.description))));
  const sheet = h("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": list.title },
    h("div", { class: "sheet-head" }, h("strong", {}, list.title),
      h("button", { type: "button", class: "round", "aria-label": words.close, onclick: close }, icon("close"))),
    h("ul", { role: "list" }, rows));
  const veil = h("div", { class: "veil", onclick: (event) => event.target === veil && close(), onkeydown: keys }, sheet);

  function keys(event) {
    if (event.key === "Escape") close();
    if (event.key !== "Tab") return;
    const stops = [...sheet.querySelectorAll("button")];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }

  phone.append(veil);
  (sheet.querySelector(".row") ?? sheet.querySelector("button")).focus();
}
