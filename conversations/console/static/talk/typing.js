/** Shows the traveller and the colleagues that we write, now and then while we do, and that we stopped. */
import { live } from "../core/live.js";

const PAUSE = 3_000;

export class Typing {
  #conversation;
  #timer = null;
  #told = 0;

  constructor(conversation) {
    this.#conversation = conversation;
  }

  writes() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stops(), PAUSE * 2);
    if (Date.now() - this.#told < PAUSE) return;
    this.#told = Date.now();
    live.typing(this.#conversation, true);
  }

  stops() {
    clearTimeout(this.#timer);
    if (!this.#told) return;
    this.#told = 0;
    live.typing(this.#conversation, false);
  }
}
