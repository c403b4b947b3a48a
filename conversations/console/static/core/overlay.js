/** What lies above the page: short messages, dialogs, questions, menus. */
import { h, spoken } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

/** A short message that goes by itself; said in the dialog that is open, for all else rests meanwhile. */
export function toast(text, kind = "") {
  const element = h("div", { class: `toast ${kind}` }, kind === "bad" && icon("alert"), h("span", {}, text));
  const place = [...document.querySelectorAll(".toasts")].at(-1);
  // The newest good news is enough; what went wrong stays to be read.
  for (const one of [...place.children]) if (!one.classList.contains("bad")) one.remove();
  place.append(element);
  setTimeout(() => element.remove(), kind === "bad" ? 8_000 : 4_000);
}

/** What a request was refused for, said to the agent. */
export const complain = (error) => toast(problem(error), "bad");

/** The sentence for a failure. */
export function problem(error) {
  if (error?.status === 0) return t("offline_now");
  if (error?.status === undefined) {
    console.error(error);
    return t("failed");
  }
  return error.text || t("failed");
}

/** A dialog with a title; `build(close)` gives its content. Resolves with what `close(value)` is called with. */
export function dialog(title, build, { wide = false } = {}) {
  return new Promise((resolve) => {
    const element = h("dialog", { class: wide ? "dialog wide" : "dialog", "aria-label": title });
    let value;
    const close = (chosen) => {
      value = chosen;
      element.close();
    };
    const said = h("div", { class: "toasts", role: "status" });
    element.addEventListener("close", () => {
      element.remove();
      document.getElementById("toasts").append(...said.children);
      resolve(value);
    });
    // Only a press that began outside closes: selecting a text may end there.
    let outside = false;
    element.addEventListener("pointerdown", (event) => { outside = event.target === element; });
    element.addEventListener("click", (event) => event.target === element && outside && close());
    element.append(
      h("div", { class: "dialog-box" },
        h("header", { class: "dialog-head" }, h("h2", {}, title),
          h("button", { type: "button", class: "round", "aria-label": t("close"), onclick: () => close() }, icon("close"))),
        h("div", { class: "dialog-body" }, build(close))), said);
    document.body.append(element);
    element.showModal();
    const first = element.querySelector("[autofocus]") ?? element.querySelector("input, select, textarea, .dialog-body button");
    first?.focus();
  });
}

/** A question; true when `yes` is pressed. */
export function confirm(title, text, yes, { danger = false } = {}) {
  return dialog(title, (close) => [
    text && h("p", { class: "lead" }, text),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "plain", autofocus: danger, onclick: () => close(false) }, t("back")),
      h("button", { type: "button", class: danger ? "danger" : "primary", autofocus: !danger, onclick: () => close(true) }, yes)),
  ]).then(Boolean);
}

/**
 * A button that opens a menu of `[{name, icon, act, danger}]`, got from `items()` at that moment.
 * Arrow keys move, Escape and a press outside close.
 */
export function menuButton({ label, face, items, classes = "round" }) {
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, hidden: true, onkeydown: moved });
  const button = h("button", {
    type: "button", class: classes, "aria-label": label, "aria-haspopup": "menu", "aria-expanded": "false", title: label,
    onclick: () => toggle(menu.hidden),
  }, face);
  const element = h("div", { class: "menu-anchor", onfocusout: (event) => !element.contains(event.relatedTarget) && toggle(false) }, button, menu);

  function toggle(open) {
    menu.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    menu.replaceChildren(...items().map((item) => h("button", {
      type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger-item" : null,
      onclick: () => { toggle(false); button.focus(); item.act(); },
    }, item.icon && icon(item.icon), h("span", {}, item.name), item.key && [spoken(" "), h("kbd", {}, item.key)])));
    place();
    menu.firstElementChild?.focus();
  }

  /** Beside the button, where there is room, whatever it stands in. */
  function place() {
    const at = button.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = menu;
    const below = at.bottom + 6 + high < innerHeight;
    menu.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - 6 - high)}px`;
    menu.style.left = `${Math.min(innerWidth - wide - 8, Math.max(8, at.right - wide))}px`;
  }

  function moved(event) {
    const all = [...menu.children];
    const at = all.indexOf(document.activeElement);
    const aims = { ArrowDown: all[(at + 1) % all.length], ArrowUp: all.at(at - 1), Home: all[0], End: all.at(-1) };
    if (event.key === "Escape") {
      toggle(false);
      button.focus();
    } else if (aims[event.key]) aims[event.key].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  return element;
}
