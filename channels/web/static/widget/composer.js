/** Where the traveller writes: Enter sends, Shift+Enter starts a new line. */
import { h, icon, spoken } from "./dom.js";
import { passing } from "./memory.js";
import { KEPT } from "./uploads.js";
import { fill } from "./words.js";

const LIMIT = 10_000;
const COUNT_FROM = 9_000;

/** The form; `say(text)` is called with what was written, `attach(file)` with what was chosen, `typed(some)` on every change. */
export class Composer {
  #words;
  #language;
  #say;
  #attach;
  #input;
  #files;
  #counter;
  #send;

  constructor({ words, language, say, attach, typed }) {
    this.#words = words;
    this.#language = language;
    this.#say = say;
    this.#attach = attach;
    this.#input = h("textarea", {
      id: "message", rows: "1", placeholder: words.placeholder, enterkeyhint: "send", autocomplete: "off", dir: "auto",
      "aria-describedby": "counter",
      onkeydown: (event) => this.#key(event),
      oninput: () => (this.#changed(), typed(Boolean(this.#input.value.trim()))),
    });
    this.#files = h("input", { type: "file", accept: KEPT, hidden: true, onchange: () => this.#chosen() });
    const clip = h("button", { class: "attach", type: "button", title: words.attach, onclick: () => this.#files.click() },
      icon("clip"), spoken(words.attach));
    this.#counter = h("p", { class: "counter", id: "counter", role: "status" });
    this.#send = h("button", { class: "send", type: "submit" }, icon("send"), spoken(words.send));
    this.element = h("form", { class: "composer", onsubmit: (event) => (event.preventDefault(), this.#submit()) },
      h("label", { class: "spoken", for: "message" }, words.input),
      this.#counter,
      this.#files,
      h("div", { class: "line" }, clip, this.#input, this.#send));
    this.#input.value = passing.read("draft") ?? "";
    this.#changed();
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  /** As high as what is written, where the style sheet cannot say so itself. */
  fit() {
    if (CSS.supports("field-sizing", "content") || !this.#input.scrollHeight) return;
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }

  #key(event) {
    // Enter that ends a composition (accents, ideograms) belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#input.value.trim();
    if (!text || lengthOf(text) > LIMIT) return;
    this.#input.value = "";
    this.#changed();
    this.#say(text);
    this.focus();
  }

  #chosen() {
    const [file] = this.#files.files;
    // Emptied, so that the same file can be chosen again.
    this.#files.value = "";
    if (file) this.#attach(file);
    this.focus();
  }

  #changed() {
    const { value } = this.#input;
    const used = value.length < COUNT_FROM ? value.length : lengthOf(value);
    const over = used > LIMIT;
    passing.write("draft", value);
    this.fit();
    this.#input.setAttribute("aria-invalid", over);
    // Not `disabled`: a button that loses its focus while someone types is a trap.
    this.#send.setAttribute("aria-disabled", over || !value.trim());
    this.#counter.classList.toggle("over", over);
    const [shown, limit] = [used, LIMIT].map((number) => number.toLocaleString(this.#language));
    const sentence = over ? this.#words.too_long : this.#words.counter;
    this.#counter.textContent = used < COUNT_FROM ? "" : fill(sentence, { used: shown, limit });
  }
}

/** Characters as the server counts them: an emoji is one, not two. */
const lengthOf = (text) => [...text].length;
