/** Canned answers: what is written often, by language, with gaps that are filled in. */
import { get, patch, post, remove } from "../core/api.js";
import { h } from "../core/dom.js";
import { field, form, input, select } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, confirm, dialog, problem, toast } from "../core/overlay.js";
import { LANGUAGES, language, t } from "../core/words.js";
import { forgetCanned } from "../talk/suggestions.js";

const GAPS = ["name", "agent", "reference", "operator"];

export const open = () => new Canned();

class Canned {
  constructor() {
    this.list = h("ul", { class: "canned-list" });
    this.note = h("p", { class: "list-state", role: "status" }, t("loading"));
    this.element = h("main", { class: "panel" }, h("header", { class: "panel-head" }, h("h1", {}, t("nav.canned")), h("p", { class: "lead" }, t("canned.lead")),
      h("div", { class: "panel-tools" }, h("button", { type: "button", class: "primary", onclick: () => this.#edit(null) }, icon("plus"), t("canned.add")))), this.list, this.note);
    this.#load();
  }

  async #load() {
    try {
      const { answers } = await get("canned");
      this.list.replaceChildren(...answers.toSorted((one, other) => one.shortcut.localeCompare(other.shortcut) || one.language.localeCompare(other.language)).map((one) => this.#item(one)));
      this.note.textContent = answers.length ? "" : t("canned.none");
    } catch (error) {
      this.note.textContent = problem(error);
    }
  }

  #item(one) {
    const name = { name: `/${one.shortcut}` };
    return h("li", { class: "sheet canned" }, h("header", {}, h("h2", {}, `/${one.shortcut}`), h("span", { class: "code" }, one.language.toUpperCase()),
      h("button", { type: "button", class: "round", "aria-label": t("canned.edit", name), title: t("canned.edit", name), onclick: () => this.#edit(one) }, icon("note")),
      h("button", { type: "button", class: "round", "aria-label": t("canned.remove", name), title: t("canned.remove", name), onclick: () => this.#remove(one) }, icon("close"))),
    h("p", {}, one.text.split(/(\{\w+\})/u).map((part) => (/^\{\w+\}$/u.test(part) ? h("span", { class: "gap" }, part) : part))));
  }

  #edit(one) {
    return dialog(one ? t("canned.edit", { name: `/${one.shortcut}` }) : t("canned.add"), (close) => {
      const text = h("textarea", { name: "text", rows: 5, required: true, maxlength: 1_500 }, one?.text ?? "");
      const gap = (name) => h("button", { type: "button", class: "gap", onclick: () => { text.setRangeText(`{${name}}`, text.selectionStart, text.selectionEnd, "end"); text.focus(); } }, t(`canned.gaps.${name}`));
      return form({
        button: t("save"),
        submit: async (values) => {
          const facts = { shortcut: values.shortcut.replace(/^\//u, "").trim(), language: values.language, text: values.text.trim() };
          await (one ? patch(`canned/${one.id}`, facts) : post("canned", facts));
          this.#changed(close);
        },
      },
      h("div", { class: "pair" }, field(t("canned.shortcut"), input({ name: "shortcut", required: true, maxlength: 30, value: one?.shortcut ?? "" }), { hint: t("canned.shortcut_hint") }),
        field(t("language"), select({ name: "language" }, LANGUAGES.map((code) => [code, t(`languages.${code}`)]), one?.language ?? language))),
      field(t("canned.text"), text), h("div", { class: "gaps", role: "group", "aria-label": t("canned.insert") }, h("span", { class: "hint" }, t("canned.insert")), GAPS.map(gap)));
    });
  }

  async #remove(one) {
    if (!(await confirm(t("canned.remove", { name: `/${one.shortcut}` }), "", t("remove"), { danger: true }))) return;
    try {
      await remove(`canned/${one.id}`);
      this.#changed();
    } catch (error) {
      complain(error);
    }
  }

  #changed(close = () => {}) {
    forgetCanned();
    close();
    toast(t("saved"));
    this.#load();
  }
}
