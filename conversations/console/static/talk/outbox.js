/** What an agent has sent and the server has not taken yet, by conversation; it outlives the conversation's page. */
import { post } from "../core/api.js";

const boxes = new Map();

export function outboxOf(conversation) {
  if (!boxes.has(conversation)) boxes.set(conversation, new Outbox(conversation));
  return boxes.get(conversation);
}

class Outbox {
  #conversation;
  #items = [];
  #working = false;
  /** `pending(list)` for what waits, `taken(message)`, and `refused(item, error)` for what will never be taken. */
  listener = null;

  constructor(conversation) {
    this.#conversation = conversation;
  }

  send(text, files) {
    const item = {
      client_id: crypto.randomUUID(), text, files, at: Date.now(), state: "sending",
      retry: () => { item.state = "sending"; this.#tell(); this.work(); },
      drop: () => this.#drop(item),
    };
    this.#items.push(item);
    this.#tell();
    this.work();
  }

  get waiting() {
    return this.#items;
  }

  /** One after the other, so that they arrive in the order in which they were written. */
  async work() {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let item = this.#items.find(isSending); item; item = this.#items.find(isSending)) await this.#give(item);
    } finally {
      this.#working = false;
    }
  }

  /** The line is back: what failed for want of it is sent again, under the same `client_id`. */
  again() {
    for (const item of this.#items) if (item.state === "failed") item.state = "sending";
    this.#tell();
    this.work();
  }

  async #give(item) {
    const body = { client_id: item.client_id, text: item.text, media_ids: item.files.map((file) => file.media_id) };
    try {
      const message = await post(`conversations/${this.#conversation}/messages`, body);
      this.#items = this.#items.filter((one) => one !== item);
      this.listener?.taken(message);
      this.#tell();
    } catch (error) {
      item.state = "failed";
      // Refused for good: the words go back to where they were written.
      if (error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 401) {
        this.#items = this.#items.filter((one) => one !== item);
        this.listener?.refused(item, error);
      }
      this.#tell();
    }
  }

  #drop(item) {
    this.#items = this.#items.filter((one) => one !== item);
    this.#tell();
  }

  #tell() {
    this.listener?.pending([...this.#items]);
  }
}

const isSending = ({ state }) => state === "sending";
