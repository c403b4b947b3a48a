/** The WebSocket half of the widget protocol: one socket, from its opening to its end. */
import { endpoint } from "./address.js";
import { Refused } from "./api.js";

const WELCOME_WITHIN = 4_000;
const ACCEPTED_WITHIN = 10_000;
/** The server pings every 25 s; a socket silent for longer than two pings is dead. */
const SILENCE = 60_000;

export class Socket {
  /** Whether the server took our hello; until then nothing can be sent. */
  welcomed = false;
  /** Whether the server answered our hello with an error. */
  refused = false;
  /** Resolves when it is over, whoever ended it. */
  ended;

  #socket = null;
  #watch = 0;
  #finish;
  /** client_id -> {resolve, reject} of a message on its way. */
  #awaited = new Map();

  /** `hear(event)` is called with what the server says: welcome, message, typing, accepted. */
  constructor({ token, offset }, hear) {
    this.ended = new Promise((resolve) => (this.#finish = resolve));
    try {
      this.#socket = new WebSocket(endpoint("socket", "ws"));
    } catch {
      // A site's rules may forbid even to try.
      this.end();
      return;
    }
    this.#socket.onopen = () => this.#tell({ type: "hello", token, offset });
    this.#socket.onmessage = ({ data }) => this.#take(JSON.parse(data), hear);
    this.#socket.onclose = () => this.end();
    this.#endAfter(WELCOME_WITHIN);
  }

  /** Resolves when the server has accepted the message; throws Refused, or an Error when that is not to be known. */
  send({ client_id, text, payload }) {
    return new Promise((resolve, reject) => {
      const settle = (outcome) => (value) => {
        clearTimeout(late);
        this.#awaited.delete(client_id);
        outcome(value);
      };
      const fate = { resolve: settle(resolve), reject: settle(reject) };
      const late = setTimeout(() => fate.reject(new Error("Not accepted in time")), ACCEPTED_WITHIN);
      this.#awaited.set(client_id, fate);
      this.#tell({ type: "message", client_id, text, payload });
    });
  }

  /** Tells that the traveller is writing, or no longer is; nothing comes back. */
  tellTyping(on) {
    this.#tell({ type: "typing", on });
  }

  end() {
    clearTimeout(this.#watch);
    if (this.#socket) {
      Object.assign(this.#socket, { onopen: null, onmessage: null, onclose: null });
      this.#socket.close();
    }
    for (const { reject } of this.#awaited.values()) reject(new Error("The socket ended"));
    this.#finish();
  }

  #take(event, hear) {
    this.#endAfter(SILENCE);
    if (event.type === "ping") return this.#tell({ type: "pong" });
    if (event.type === "error") return this.#fail(event);
    if (event.type === "welcome") this.welcomed = true;
    if (event.type === "accepted") this.#awaited.get(event.client_id)?.resolve();
    return hear(event);
  }

  #fail(event) {
    if (!this.welcomed) {
      this.refused = true;
      return this.end();
    }
    // Messages go one at a time, so an error that names none is about the one on its way.
    const [onItsWay] = this.#awaited.values();
    return (this.#awaited.get(event.client_id) ?? onItsWay)?.reject(new Refused(400, event));
  }

  #tell(event) {
    this.#socket.send(JSON.stringify(event));
  }

  #endAfter(limit) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.end(), limit);
  }
}
