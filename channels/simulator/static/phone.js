/** One phone: a channel's chat with the assistant, what its owner can do, and what goes wrong if it is asked to. */
import { h, spoken } from "/widget/dom.js";
import { passing } from "/widget/memory.js";
import { act, newPerson, trouble, watchScreen } from "./api.js";
import { bubble, writing } from "./bubbles.js";
import { icon } from "./icons.js";
import { openSheet } from "./sheet.js";
import { Wire } from "./wire.js";

const CUSCO = { latitude: -13.5167, longitude: -71.9788 };
const TROUBLES = ["fails", "too_fast"];

export class Phone {
  #channel;
  #title;
  #words;
  #language;
  #address;
  #ready;
  #stream;
  #bubbles = [];
  #request = null;
  #writing;
  #writingOver = 0;

  constructor({ channel, title, words, language }) {
    [this.#channel, this.#title, this.#words, this.#language] = [channel, title, words, language];
    this.#build();
    this.#ready = this.#begin();
  }

  /** Ends the connection; the phone is taken from the page. */
  end() {
    this.#stream?.close();
  }

  #build() {
    const words = this.#words;
    const label = words.conversation.replace("{channel}", this.#title);
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": label, tabindex: "0" });
    this.#writing = writing(words);
    this.start = h("div", { class: "start" }, h("p", {}, words.start),
      words.examples.map((example) =>
        h("button", { type: "button", class: "example", onclick: () => this.#do({ do: "type", text: example }) }, example)));
    this.notice = h("p", { class: "notice", role: "status" });
    this.input = h("textarea", {
      rows: 1, "aria-label": words.message, placeholder: words.placeholder, maxlength: 10000, enterkeyhint: "send",
      oninput: () => this.#grow(), onkeydown: (event) => this.#keys(event),
    });
    this.tray = h("div", { class: "tray", hidden: true, id: `tray-${this.#channel}` }, this.#attachments());
    this.attach = h("button", {
      type: "button", class: "round attach", "aria-label": words.attach, "aria-expanded": "false",
      "aria-controls": this.tray.id, onclick: () => this.#toggleTray(),
    }, icon(this.#channel === "telegram" ? "menu" : "plus"));
    this.wire = new Wire(words);
    this.screen = h("div", { class: "screen" },
      h("header", { class: "chat-head" },
        h("span", { class: "avatar", "aria-hidden": "true" }, words.assistant.slice(0, 1)),
        h("div", {}, h("strong", {}, words.assistant), h("span", { class: "quiet" }, words.heads[this.#channel]))),
      this.log, this.notice, this.tray,
      h("form", { class: "composer", onsubmit: (event) => this.#submit(event) }, this.attach, this.input,
        h("button", { type: "submit", class: "round send", "aria-label": words.send }, icon("send"))));
    this.element = h("section", { class: `phone ${this.#channel}`, id: this.#channel, "aria-label": this.#title },
      h("h2", {}, this.#title),
      h("div", { class: "case" }, this.screen),
      h("div", { class: "tools", role: "group", "aria-label": words.tools },
        h("button", { type: "button", class: "tool", onclick: () => this.#somebodyNew() }, icon("person"), words.new_person),
        TROUBLES.map((kind) => h("button", {
          type: "button", class: "tool trouble", "aria-pressed": "false",
          onclick: (event) => this.#arm(kind, event.currentTarget),
        }, words[kind]))),
      this.wire.element);
  }

  #attachments() {
    const words = this.#words;
    const item = (name, doing, shape) => h("button", {
      type: "button", onclick: () => { this.#toggleTray(false); this.#do(doing); },
    }, shape && h("span", { class: "shape" }, icon(shape)), name);
    const commands = this.#channel === "telegram"
      ? Object.entries(words.commands).map(([name, told]) =>
        item(h("span", {}, h("strong", {}, `/${name}`), " ", told), { do: "type", text: `/${name}` }))
      : [];
    return [
      ...commands,
      item(words.location, { do: "location", ...CUSCO }, "place"),
      item(words.photo, { do: "file", kind: "photo" }, "photo"),
      item(words.voice, { do: "file", kind: "voice" }, "voice"),
    ];
  }

  /** The same person as before a reload, or somebody new. */
  async #begin() {
    const kept = passing.read(`simulator:${this.#channel}`);
    if (kept) this.#watch(kept);
    else await this.#somebodyNew();
  }

  async #somebodyNew() {
    const address = await this.#try(() => newPerson(this.#channel, this.#language));
    if (!address) return;
    passing.write(`simulator:${this.#channel}`, address);
    this.#watch(address);
  }

  #watch(address) {
    this.#stream?.close();
    this.#address = address;
    this.#bubbles = [];
    this.log.replaceChildren(this.start);
    this.#stream = watchScreen(this.#channel, address, {
      seen: (screen) => this.#show(screen),
      connected: (on) => this.#say(on ? "" : this.#words.offline),
    });
  }

  #show({ shown, typing_until: typingUntil, webhook, request }) {
    this.wire.show({ webhook, request });
    const told = JSON.stringify(request);
    if (this.#request !== null && told !== this.#request) this.#disarm();
    this.#request = told;
    const context = {
      channel: this.#channel, language: this.#language, words: this.#words,
      press: ({ data, title }) => this.#do({ do: "press", data, title }),
      open: (list) => openSheet(this.screen, list, this.#words, (row) => this.#do({ do: "press", data: row.data, title: row.title })),
    };
    this.start.hidden = shown.length > 0;
    const before = this.#bubbles.length;
    const focused = document.activeElement;
    // Only what is new or changed is put in, so that a screen reader hears nothing twice.
    this.#bubbles = shown.map((one, place) => {
      const key = JSON.stringify(one);
      const known = this.#bubbles[place];
      if (known?.key === key) return known;
      const element = bubble(one, context);
      if (known) known.element.replaceWith(element);
      else this.log.insertBefore(element, this.#writing.isConnected ? this.#writing : null);
      return { key, element };
    });
    if (focused && !focused.isConnected) this.log.focus({ preventScroll: true });
    if (shown.length !== before) this.#follow(shown);
    this.#showWriting(typingUntil * 1000 - Date.now());
  }

  /** For so many milliseconds, or not at all. */
  #showWriting(left) {
    clearTimeout(this.#writingOver);
    if (left <= 0) return this.#writing.remove();
    this.log.append(this.#writing);
    this.log.scrollTop = this.log.scrollHeight;
    this.#writingOver = setTimeout(() => this.#writing.remove(), left);
    return undefined;
  }

  /** To the end, or to the beginning of answers that do not fit. */
  #follow(shown) {
    const own = shown.findLastIndex(({ sender }) => sender === "person");
    const first = this.#bubbles[own + 1]?.element;
    const end = this.log.scrollHeight - this.log.clientHeight;
    this.log.scrollTop = first ? Math.min(end, first.offsetTop - this.log.offsetTop - 12) : end;
  }

  async #do(doing) {
    await this.#ready;
    if (!this.#address) await this.#somebodyNew();
    if (!this.#address) return;
    const status = await this.#try(() => act(this.#channel, this.#address, doing));
    if (status !== undefined) this.#say(status < 300 ? "" : this.#words.refused.replace("{status}", status));
  }

  async #arm(kind, button) {
    await this.#try(() => trouble(this.#channel, kind));
    button.setAttribute("aria-pressed", "true");
    this.#say(this.#words.armed);
  }

  #disarm() {
    const armed = this.element.querySelectorAll(".trouble[aria-pressed=true]");
    for (const button of armed) button.setAttribute("aria-pressed", "false");
    if (armed.length) this.#say("");
  }

  async #try(work) {
    try {
      return await work();
    } catch {
      this.#say(this.#words.offline);
      return undefined;
    }
  }

  #say(text) {
    this.notice.textContent = text;
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.#grow();
    this.#do({ do: "type", text });
  }

  #keys(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.input.form.requestSubmit();
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }

  #toggleTray(open = this.tray.hidden) {
    this.tray.hidden = !open;
    this.attach.setAttribute("aria-expanded", String(open));
  }
}

/** In place of a phone: the channel is connected to its provider. */
export function connectedNote({ channel, title, words }) {
  const element = h("section", { class: `phone closed ${channel}`, id: channel, "aria-label": title },
    h("h2", {}, title),
    h("div", { class: "case" }, h("div", { class: "screen" },
      h("p", { class: "connected" }, spoken(`${title}: `), words.connected.replace("{channel}", title)))));
  return { element, end: () => {} };
}
