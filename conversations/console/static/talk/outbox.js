/** What an agent has sent and the server has not taken yet, by conversation; it outlives the conversation's page. */
import { post } from "../core/api.js";
import { me } from "../core/me.js";

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 30_000;
const boxes = new Map();

export function outboxOf(conversation) {
  if (!boxes.has(conversation)) boxes.set(conversation, new Outbox(conversation));
  return boxes.get(conversation);
}

class Outbox {
  #conversation;
  #items = [];
  #working = false;
  #wait = FIRST_WAIT;
  #timer = null;
  /** `pending(list)` for what waits, `taken(message)`, and `refused(item, error)` for what will never be taken. */
  listener = null;

  constructor(conversation) {
    this.#conversation = conversation;
  }

  send(text, files) {
    const item = {
      client_id: crypto.randomUUID(), by: me.id, text, files, at: Date.now(), state: "sending",
      retry: () => this.again(),
      drop: () => this.#drop(item),
    };
    this.#items.push(item);
    this.again();
  }

  get waiting() {
    return this.#items;
  }

  /** What waits is given now, what failed for want of a line too, under the same `client_id`; never in another's name. */
  again() {
    clearTimeout(this.#timer);
    if (!me) return;
    this.#items = this.#items.filter(({ by }) => by === me.id);
    for (const item of this.#items) item.state = "sending";
    this.#tell();
    this.#work();
  }

  /** One after the other, so that they arrive in the order in which they were written; what is not taken is given again later. */
  async #work() {
    if (this.#working) return;
    this.#working = true;
    while (this.#items.some(isSending)) await this.#give(this.#items[0]);
    this.#working = false;
    if (!this.#items.length) return;
    this.#timer = setTimeout(() => this.again(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  async #give(item) {
    const body = { client_id: item.client_id, text: item.text, media_ids: item.files.map((file) => file.media_id) };
    try {
      const message = await post(`conversations/${this.#conversation}/messages`, body);
      this.#wait = FIRST_WAIT;
      this.#items = this.#items.filter((one) => one !== item);
      this.listener?.taken(message);
    } catch (error) {
      // Refused for good: the words go back to where they were written.
      if (error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 401) {
        this.#items = this.#items.filter((one) => one !== item);
        this.listener?.refused(item, error);
      } else for (const one of this.#items) one.state = "failed";
    }
    this.#tell();
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
