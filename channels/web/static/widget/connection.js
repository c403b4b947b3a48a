/**
 * Keeps a conversation in touch with the server: over a WebSocket, or, where none can be opened, by plain HTTP with
 * long polls, trying the socket again from time to time. What it sends waits in the conversation's outbox until it is
 * accepted; the server knows each message by its `client_id`, so sending twice says it once.
 */
import { endpoint } from "./address.js";
import { Refused, openConversation, pollMessages, postMessage } from "./api.js";

const SOCKET_TRIES = 2;
const SOCKET_AGAIN_AFTER = 60_000;
const WELCOME_WITHIN = 6_000;
const ACCEPTED_WITHIN = 10_000;
/** The server pings every 25 s; a socket silent for longer than two pings is dead. */
const SILENCE = 60_000;
const POLL_SECONDS = 20;
const LONGEST_PAUSE = 30_000;

const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Connection {
  #conversation;
  #language;
  #running = false;
  #loop = null;
  #delivering = false;
  #socket = null;
  #socketFailures = 0;
  #failures = 0;
  /** client_id -> {resolve, reject} of the message on its way through the socket. */
  #awaited = new Map();
  #wake = () => {};
  /** Ends the socket or poll that is open now. */
  #drop = () => {};

  constructor(conversation, language) {
    this.#conversation = conversation;
    this.#language = language;
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#drop());
    // An open socket would keep the page out of the browser's back-forward cache.
    addEventListener("pagehide", () => this.#stop());
    addEventListener("pageshow", ({ persisted }) => persisted && this.#conversation.session && this.start());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    conversation.addEventListener("moved", () => this.#drop());
  }

  /** Connects if it is not connected; opens a conversation if there is none. Cheap to call at any time. */
  start() {
    this.#running = true;
    this.#wake();
    this.#deliver();
    this.#loop ??= this.#live().finally(() => (this.#loop = null));
  }

  #stop() {
    this.#running = false;
    this.#wake();
    this.#drop();
  }

  async #live() {
    while (this.#running) {
      let atOnce = false;
      try {
        if (!this.#conversation.session) this.#conversation.begin(await openConversation(this.#language()));
        atOnce = await (this.#socketFailures < SOCKET_TRIES ? this.#bySocket() : this.#byPolling());
      } catch (error) {
        if (error instanceof Refused && error.status === 401) this.#startAnew();
        // No answer at all says nothing about sockets: once the server is back, they are worth trying again.
        else if (!(error instanceof Refused)) this.#socketFailures = 0;
      }
      if (this.#running && !atOnce) await this.#pause();
    }
  }

  #startAnew() {
    this.#conversation.expire();
    this.#running = Boolean(this.#conversation.nextToSend);
  }

  /** Waits before the next try, longer each time, and not all visitors at once; `start` cuts it short. */
  async #pause() {
    if (this.#failures > 1 || !navigator.onLine) this.#conversation.set({ reach: "offline", typing: false });
    const longest = Math.min(LONGEST_PAUSE, 400 * 2 ** this.#failures);
    this.#failures += 1;
    await new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, longest * (0.5 + Math.random() / 2));
    });
    this.#wake = () => {};
  }

  #inTouch() {
    this.#failures = 0;
    this.#conversation.set({ reach: "online" });
    this.#deliver();
  }

  /** One socket, from opening to its end; true when plain HTTP is to take over at once. */
  #bySocket() {
    return new Promise((resolve) => {
      const { session, offset } = this.#conversation;
      const socket = new WebSocket(endpoint("socket", "ws"));
      let welcomed = false;
      let watch = 0;
      const end = () => {
        clearTimeout(watch);
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
        this.#socket = null;
        this.#drop = () => {};
        for (const { reject } of this.#awaited.values()) reject(new Error("The socket closed"));
        if (!welcomed) this.#socketFailures += 1;
        resolve(this.#socketFailures >= SOCKET_TRIES);
      };
      const expectWithin = (limit) => {
        clearTimeout(watch);
        watch = setTimeout(end, limit);
      };
      this.#drop = end;
      expectWithin(WELCOME_WITHIN);
      socket.onopen = () => socket.send(JSON.stringify({ type: "hello", token: session.token, offset }));
      socket.onclose = end;
      socket.onmessage = ({ data }) => {
        const event = JSON.parse(data);
        if (event.type === "welcome") {
          welcomed = true;
          this.#socket = socket;
          this.#socketFailures = 0;
        } else if (!welcomed && event.type === "error") {
          // Refused before the welcome: plain HTTP says in one question whether the token or the socket is to blame.
          this.#socketFailures = SOCKET_TRIES;
          return end();
        }
        expectWithin(SILENCE);
        return this.#hear(event, socket);
      };
    });
  }

  #hear(event, socket) {
    const conversation = this.#conversation;
    const hearings = {
      welcome: () => {
        if (event.recovered === false) conversation.startOver();
        this.#inTouch();
      },
      message: () => conversation.receive([event.message]),
      typing: () => conversation.set({ typing: event.on }),
      ping: () => socket.send(JSON.stringify({ type: "pong" })),
      accepted: () => {
        conversation.confirm(event.client_id, event.offset);
        this.#awaited.get(event.client_id)?.resolve();
      },
      // Messages go one at a time, so an error that names none is about the one on its way.
      error: () => (this.#awaited.get(event.client_id) ?? [...this.#awaited.values()][0])?.reject(new Refused(400, event)),
    };
    hearings[event.type]?.();
  }

  /** Long polls for a while; true when it is time to try a socket again. */
  async #byPolling() {
    const socketAgainAt = Date.now() + SOCKET_AGAIN_AFTER;
    let wait = 0;
    while (this.#running && Date.now() < socketAgainAt) {
      const { token, conversation_id: id } = this.#conversation.session;
      const ending = new AbortController();
      const askedAt = Date.now();
      this.#drop = () => ending.abort();
      const page = await pollMessages(token, this.#conversation.offset, wait, ending.signal);
      if (id !== this.#conversation.session?.conversation_id) return true;
      if (page.recovered === false) this.#conversation.startOver();
      this.#conversation.receive(page.messages, page.offset);
      this.#conversation.set({ typing: page.typing });
      this.#inTouch();
      // A server that does not wait must not be asked without a breath.
      if (wait && !page.messages.length && Date.now() - askedAt < 1000) await rest(1000);
      wait = POLL_SECONDS;
    }
    this.#socketFailures = SOCKET_TRIES - 1;
    return true;
  }

  /** Sends what waits, in the order it was typed, one at a time. */
  async #deliver() {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let item; (item = this.#conversation.nextToSend) && this.#canSend; ) await this.#send(item);
    } catch (error) {
      // Kept in the outbox; it goes again the next time we are in touch.
      this.#drop();
    } finally {
      this.#delivering = false;
    }
  }

  get #canSend() {
    return this.#running && this.#conversation.session && (this.#socket || this.#socketFailures >= SOCKET_TRIES);
  }

  async #send(item) {
    try {
      await (this.#socket ? this.#sendBySocket(item) : this.#sendByPost(item));
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) throw error;
      if (error.passing) await rest((error.retryAfter || 2) * 1000);
      else this.#conversation.refuse(item.client_id, error.text);
    }
  }

  async #sendByPost(item) {
    const signal = AbortSignal.timeout(ACCEPTED_WITHIN);
    const { offset } = await postMessage(this.#conversation.session.token, item, signal);
    this.#conversation.confirm(item.client_id, offset);
  }

  #sendBySocket({ client_id, text, payload }) {
    return new Promise((resolve, reject) => {
      const settle = (end) => (value) => {
        clearTimeout(late);
        this.#awaited.delete(client_id);
        end(value);
      };
      const fate = { resolve: settle(resolve), reject: settle(reject) };
      const late = setTimeout(() => fate.reject(new Error("Not accepted in time")), ACCEPTED_WITHIN);
      this.#awaited.set(client_id, fate);
      this.#socket.send(JSON.stringify({ type: "message", client_id, text, payload }));
    });
  }
}
