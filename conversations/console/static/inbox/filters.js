/** What the inbox is narrowed to: a channel, a language. */
import { h } from "../core/dom.js";
import { field, select } from "../core/form.js";
import { icon } from "../core/icons.js";
import { LANGUAGES, t } from "../core/words.js";

const CHANNELS = ["whatsapp", "telegram", "messenger", "web"];

export class Filters {
  values = { channel: "", language: "" };

  constructor(changed) {
    const choice = (name, options) => {
      const element = select({ name }, [["", t(`inbox.any_${name}`)], ...options], "");
      element.addEventListener("change", () => {
        this.values = { ...this.values, [name]: element.value };
        this.button.classList.toggle("set", Object.values(this.values).some(Boolean));
        changed();
      });
      return field(t(`inbox.${name}`), element);
    };
    this.element = h("div", { class: "filters", id: "inbox-filters", hidden: true },
      choice("channel", CHANNELS.map((code) => [code, t(`channel.${code}`)])),
      choice("language", LANGUAGES.map((code) => [code, t(`languages.${code}`)])));
    this.button = h("button", {
      type: "button", class: "round filter-button", "aria-label": t("inbox.filter"), title: t("inbox.filter"), "aria-expanded": "false", "aria-controls": "inbox-filters",
      onclick: () => {
        this.element.hidden = !this.element.hidden;
        this.button.setAttribute("aria-expanded", String(!this.element.hidden));
      },
    }, icon("filter"));
  }
}
