/** The launcher and the panel: built once per language, shown again on every change. */
import { Composer } from "./composer.js";
import { h, icon, spoken } from "./dom.js";
import { Log } from "./log.js";
import { LANGUAGES, fill } from "./words.js";

const FULL_SCREEN = matchMedia("(max-width: 479px), (max-height: 479px)");
const TOUCH = matchMedia("(pointer: coarse)");

export class Panel {
  #context;
  #log;
  #composer;
  #launcher;
  #badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });
  #launcherName = spoken("");
  #reach;
  #dialog;

  /** `context`: `{words, operator, language, say, attach, retry, discard, typed, open, close, speak}`. */
  constructor(context) {
    this.#context = context;
    const { words, operator } = context;
    const press = ({ title, payload }) => {
      context.say(title, payload);
      // The pressed button goes away; without this the focus would fall back to the page.
      this.focus();
    };
    this.#log = new Log({ ...context, press, say: (text) => press({ title: text }) });
    this.#composer = new Composer(context);
    this.#reach = h("div", { class: "reach", role: "status" });
    const opens = { "aria-haspopup": "dialog", "aria-expanded": "false" };
    this.#launcher = h("button", { ...opens, class: "launcher", type: "button", onclick: context.open },
      icon("chat"), this.#badge, this.#launcherName);
    const dialog = { role: "dialog", "aria-labelledby": "operator", hidden: true };
    this.#dialog = h("section", { ...dialog, class: "panel", onkeydown: (event) => this.#key(event) },
      h("header", {},
        h("span", { class: "avatar" }, icon("compass")),
        h("div", { class: "title" }, h("h2", { id: "operator" }, operator), h("p", {}, words.tagline)),
        this.#languages(),
        h("button", { class: "close", type: "button", onclick: context.close }, icon("close"), spoken(words.close))),
      this.#reach,
      h("div", { class: "middle" }, this.#log.element, this.#log.status, this.#log.pill),
      this.#composer.element);
    // An empty title keeps the browser from showing the element's own title as a tooltip over everything.
    this.element = h("div", { class: "root", title: "", lang: context.language }, this.#launcher, this.#dialog);
  }

  get isOpen() {
    return !this.#dialog.hidden;
  }

  render(conversation) {
    const { words, language } = this.#context;
    this.#log.render(conversation.entries, conversation.typing);
    const { unread, reach } = conversation;
    this.#badge.hidden = !unread;
    this.#badge.textContent = unread > 9 ? "9+" : String(unread);
    const waiting = unread && fill(words.unread, { count: unread }, language);
    this.#launcherName.textContent = waiting ? `${words.open}, ${waiting}` : words.open;
    const offline = reach === "offline";
    if (offline === this.#reach.hasChildNodes()) return;
    this.#reach.replaceChildren(...(offline ? [h("i"), words.reconnecting] : []));
  }

  toggle(open) {
    this.#dialog.hidden = !open;
    this.#launcher.hidden = open;
    this.#launcher.setAttribute("aria-expanded", open);
    this.#dialog.setAttribute("aria-modal", open && FULL_SCREEN.matches);
    if (!open) return;
    this.#composer.fit();
    this.fitKeyboard();
  }

  /** To where the traveller writes; by touch that would raise the keyboard over what is to be read. */
  focus() {
    if (!this.isOpen) this.#launcher.focus();
    else if (TOUCH.matches) this.#log.element.focus({ preventScroll: true });
    else this.#composer.focus();
  }

  focusLanguage() {
    this.#dialog.querySelector("input:checked").focus();
  }

  #languages() {
    const { words, language, speak } = this.#context;
    const choice = (code) => {
      const name = words.languages[code];
      const state = { value: code, checked: code === language, "aria-label": name, onchange: () => speak(code) };
      return h("label", { title: name },
        h("input", { type: "radio", name: "language", ...state }),
        h("span", { "aria-hidden": "true" }, code.toUpperCase()));
    };
    return h("fieldset", { class: "languages" },
      h("legend", { class: "spoken" }, words.language), LANGUAGES.map(choice));
  }

  #key(event) {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      this.#context.close();
    } else if (event.key === "Tab" && FULL_SCREEN.matches) this.#keepInside(event);
  }

  /** Full screen, the page behind cannot be seen: Tab goes round inside. */
  #keepInside(event) {
    const stops = [...this.#dialog.querySelectorAll("button, textarea, input:checked, a[href], [tabindex='0']")]
      .filter((stop) => stop.tabIndex >= 0 && stop.checkVisibility());
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (this.#dialog.getRootNode().activeElement !== from) return;
    event.preventDefault();
    to.focus();
  }

  /** On-screen keyboards shrink what can be seen, not the page: the panel keeps to what can be seen. */
  fitKeyboard() {
    const view = globalThis.visualViewport;
    if (!view || view.scale > 1.01) return;
    this.#dialog.style.setProperty("--seen-height", `${view.height}px`);
    this.#dialog.style.setProperty("--seen-top", `${view.offsetTop}px`);
  }
}
