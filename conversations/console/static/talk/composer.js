/** Where an agent writes: an answer to the traveller, or a note for the team. */
import { Once } from "../core/api.js";
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { complain } from "../core/overlay.js";
import { t } from "../core/words.js";
import { Drafts } from "./drafts.js";
import { gate } from "./gate.js";
import { outboxOf } from "./outbox.js";
import { Suggestions } from "./suggestions.js";
import { Tray } from "./tray.js";
import { Typing } from "./typing.js";
import { isMine } from "./verbs.js";

const HIGHEST = 190;

export class Composer {
  #id;
  #around;
  #state = null;
  #mode = "reply";
  #drafts;
  #typing;
  #notes = new Once();

  /** `around`: the timeline, `act(verb)`, and `reference()` of the traveller's newest booking or quote. */
  constructor(id, around) {
    this.#id = id;
    this.#around = around;
    this.#typing = new Typing(id);
    this.outbox = outboxOf(id);
    this.outbox.listener = {
      pending: (list) => around.timeline.pending(list),
      taken: (message) => around.timeline.said(message),
      refused: (item, error) => this.#refused(item, error),
    };
    this.tray = new Tray(id);
    this.input = h("textarea", { rows: 1, id: "composer-input", maxlength: 10_000, oninput: () => this.#written(), onkeydown: (event) => this.#keys(event), onblur: () => this.#typing.stops() });
    this.suggestions = new Suggestions(this.input, { facts: () => this.#facts(), mode: () => this.#mode });
    this.modes = h("div", { class: "segments small", role: "group", "aria-label": t("composer.mode") }, ["reply", "note"].map((mode) =>
      h("button", { type: "button", "data-mode": mode, onclick: () => this.begin(mode) }, icon(mode === "reply" ? "send" : "note"), t(`composer.${mode}`))));
    this.send = h("button", { type: "submit", class: "primary send" }, icon("send"), h("span", {}, t("composer.send")));
    this.clip = this.tray.button;
    this.hint = h("p", { class: "composer-hint" });
    this.form = h("form", { class: "writing", onsubmit: (event) => this.#submit(event) }, this.suggestions.element, this.tray.element, this.input,
      h("div", { class: "composer-tools" }, this.modes, this.clip, this.hint, this.send));
    this.gate = h("div", { class: "gate" });
    this.element = h("section", { class: "composer", "aria-label": t("composer.label") }, this.gate, this.form);
    this.tray.listen(this.element, () => this.#mode === "reply");
    this.#drafts = new Drafts(id);
    this.input.value = this.#drafts.reply;
    this.#setMode("reply");
    around.timeline.pending(this.outbox.waiting);
  }

  end() {
    this.#typing.stops();
    this.outbox.listener = null;
  }

  /** The line is back. */
  again() {
    this.outbox.again();
  }

  /** What the conversation allows just now. */
  show(state) {
    const before = this.#mode;
    this.#state = state;
    const mayReply = this.#mayReply();
    const above = h("div", { class: "gate" }, gate(state, this.#around.act));
    // What says the same stays, with the keyboard on its button and nothing said twice.
    if (!above.isEqualNode(this.gate)) this.gate.replaceChildren(...above.childNodes);
    if (!mayReply && before === "reply") this.#setMode("note");
    else if (mayReply && before === "note" && this.#closedBefore && !this.input.value) this.#setMode("reply");
    else this.#setMode(this.#mode);
    this.#closedBefore = !mayReply;
  }

  #closedBefore = false;

  /** The keyboard goes to an answer or to a note. */
  begin(mode) {
    if (mode === "reply" && this.#state && !this.#mayReply()) {
      const way = this.gate.querySelector("button");
      if (way) return way.focus();
      // Letters that nothing takes would be shortcuts.
      mode = "note";
    }
    this.#setMode(mode);
    return this.input.focus();
  }

  #mayReply() {
    const { conversation, window, opted_out: optedOut } = this.#state;
    return isMine(conversation) && !conversation.closed && !optedOut && !["closed", "template"].includes(window?.kind);
  }

  #setMode(mode) {
    if (mode === "note") this.#typing.stops();
    if (mode !== this.#mode) this.input.value = this.#drafts.turn(this.#mode, mode);
    this.#mode = mode;
    this.element.classList.toggle("noting", mode === "note");
    for (const button of this.modes.children) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
      button.disabled = button.dataset.mode === "reply" && this.#state !== null && !this.#mayReply();
      button.classList.toggle("kept", button.dataset.mode !== mode && Boolean(this.#drafts[button.dataset.mode]));
    }
    const name = this.#state?.conversation.name?.split(" ")[0];
    const placeholder = mode === "note" ? "note_placeholder" : name ? "placeholder" : "placeholder_nameless";
    this.input.setAttribute("placeholder", t(`composer.${placeholder}`, { name }));
    this.input.setAttribute("aria-label", mode === "note" ? t("composer.note_label") : t("composer.label"));
    this.hint.textContent = t(mode === "note" ? "composer.note_hint" : "composer.reply_hint");
    this.send.lastElementChild.textContent = t(mode === "note" ? "composer.save_note" : "composer.send");
    this.clip.hidden = mode === "note";
    this.#grow();
  }

  #facts() {
    return { row: this.#state?.conversation, reference: this.#around.reference() };
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (this.#mode === "note") {
      if (text) await this.#note(text);
      return;
    }
    if (!this.#mayReply() || (!text && !this.tray.ready.length) || this.tray.busy) return;
    this.outbox.send(text, this.tray.take());
    this.#empty();
  }

  async #note(text) {
    const mentions = this.suggestions.mentioned(text);
    this.send.disabled = true;
    try {
      this.#around.timeline.noted(await this.#notes.post(`conversations/${this.#id}/notes`, { text, mentions }));
      this.#empty();
      if (this.#mayReply()) this.#setMode("reply");
    } catch (error) {
      complain(error);
    } finally {
      this.send.disabled = false;
      this.input.focus();
    }
  }

  #empty() {
    this.input.value = "";
    this.#drafts.keep(this.#mode, "");
    this.#typing.stops();
    this.#grow();
  }

  #refused(item, error) {
    complain(error);
    if (!this.#drafts.reply.trim()) this.#drafts.keep("reply", item.text);
    if (this.#mode === "reply") this.input.value = this.#drafts.reply;
    this.tray.put(item.files);
    this.#grow();
  }

  #written() {
    this.#grow();
    this.#drafts.keep(this.#mode, this.input.value);
    this.suggestions.look();
    // Nobody outside is told that a note is being written.
    if (this.input.value && this.#mode === "reply") this.#typing.writes();
  }

  #keys(event) {
    if (this.suggestions.key(event)) return;
    if (event.key === "Escape") this.input.blur();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, HIGHEST)}px`;
  }
}
