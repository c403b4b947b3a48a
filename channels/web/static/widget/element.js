/**
 * <booking-chat language="es" title="Viajes Altamar" accent="#0e6a72" position="left" open>
 *
 * Attributes: `language` (es, en, pt; otherwise the visitor's own), `title` (the operator's name), `accent` (a CSS
 * colour), `position` ("left" or "right"), `open`. From a page's script: `chat.open = true`, `chat.send("hola")`,
 * `chat.language = "pt"`; it tells "languagechange" when the visitor chose another language.
 */
import { accentColours } from "./accent.js";
import { fetchFile } from "./api.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { Files } from "./files.js";
import { lasting, passing } from "./memory.js";
import { Panel } from "./panel.js";
import { sheet } from "./sheet.js";
import { Typing } from "./typing.js";
import { loadWords, spokenLanguage } from "./words.js";

export class BookingChat extends HTMLElement {
  static observedAttributes = ["language", "title", "open", "accent"];

  #conversation = new Conversation();
  #connection = new Connection(this.#conversation, () => this.language);
  #files = new Files((id) => fetchFile(this.#conversation.session?.token, id));
  #typing = new Typing((on) => this.#connection.tellTyping(on));
  #panel = null;
  #words = null;
  #language = null;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    const left = passing.read("open");
    if (left !== null) this.open = left;
    this.#paint();
    this.#conversation.addEventListener("change", () => this.#render());
    document.addEventListener("visibilitychange", () => this.#render());
    const fit = () => this.#panel?.fitKeyboard();
    for (const change of ["resize", "scroll"]) globalThis.visualViewport?.addEventListener(change, fit);
    if (this.#conversation.session || this.#conversation.nextToSend) this.#connection.start();
    this.#speak(lasting.read("language") ?? spokenLanguage(this.getAttribute("language"), navigator.languages));
  }

  attributeChangedCallback(name, before, after) {
    if (!this.shadowRoot || before === after) return;
    if (name === "language" && after !== this.#language) this.#speak(spokenLanguage(after, navigator.languages));
    if (name === "title") this.#rebuild();
    if (name === "accent") this.#paint();
    if (name === "open") this.#toggle();
  }

  get open() {
    return this.hasAttribute("open");
  }

  set open(value) {
    this.toggleAttribute("open", Boolean(value));
  }

  get language() {
    return this.#language;
  }

  set language(code) {
    this.setAttribute("language", code);
  }

  /** Says something in the traveller's name, as if they had typed it. */
  send(text, payload = null) {
    this.#typing.changed(false);
    this.#conversation.say(text, payload);
    this.#connection.start();
  }

  async #speak(language) {
    this.#language = language;
    const words = await loadWords(language);
    if (language !== this.#language) return;
    this.#words = words;
    this.#rebuild();
  }

  #rebuild() {
    if (!this.#words) return;
    this.#panel?.element.remove();
    this.#panel = new Panel({
      words: this.#words,
      operator: this.getAttribute("title") ?? this.#words.title,
      language: this.#language,
      say: (text, payload) => this.send(text, payload),
      attach: (file) => (this.#conversation.attach(file), this.#connection.start()),
      // A first key is reason enough to open the conversation: it is ready when the message is.
      typed: (some) => (this.#conversation.session || this.#connection.start(), this.#typing.changed(some)),
      files: this.#files,
      retry: (clientId) => (this.#conversation.retry(clientId), this.#connection.start()),
      discard: (clientId) => this.#conversation.discard(clientId),
      open: () => this.#opened(true),
      close: () => this.#opened(false),
      speak: (code) => this.#chosen(code),
    });
    this.shadowRoot.append(this.#panel.element);
    this.#toggle();
  }

  #opened(open) {
    this.open = open;
    this.#panel.focus();
  }

  async #chosen(language) {
    lasting.write("language", language);
    await this.#speak(language);
    this.language = language;
    this.#panel.focusLanguage();
    this.dispatchEvent(new CustomEvent("languagechange", { detail: language }));
    // The bot answers in the language it is spoken to; in the middle of a conversation it has to be told.
    if (this.#conversation.session && this.#conversation.entries.length) this.send(this.#words.switch);
  }

  #toggle() {
    passing.write("open", this.open);
    if (!this.#panel) return;
    this.#panel.toggle(this.open);
    this.#render();
  }

  #render() {
    if (this.open && this.#panel && !document.hidden) this.#conversation.markSeen();
    this.#panel?.render(this.#conversation);
    this.#files.keepOnly(this.#conversation.fileIds);
  }

  #paint() {
    const colours = accentColours(this.getAttribute("accent") ?? "");
    for (const [name, value] of Object.entries(colours ?? {})) this.style.setProperty(name, value);
  }
}
