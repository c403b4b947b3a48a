/**
 * Keeps a conversation in touch with the server: over a WebSocket, or, where none can be opened, by plain HTTP with
 * long polls, trying a socket again from time to time. What it sends waits in the conversation's outbox until it is
 * accepted; the server knows each message by its `client_id`, so sending twice says it once.
 */
import { Refused, openConversation, pollMessages, postMessage } from "./api.js";
import { Socket } from "./socket.js";
import { Uploads } from "./uploads.js";

const SOCKET_TRIES = 2;
const SOCKET_AGAIN_AFTER = 60_000;
const POSTED_WITHIN = 10_000;
const POLL_SECONDS = 20;
const LONGEST_PAUSE = 30_000;

const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Connection {
  #conversation;
  #language;
  #running = false;
  #loop = null;
  #delivering = false;
  #uploads;
  #socket = null;
  #socketFailures = 0;
  #failures = 0;
  /** Ends the pause before the next try. */
  #wake = () => {};
  /** Ends the socket or poll that is open now. */
  #drop = () => {};

  /** `language()` is what a new conversation begins in. */
  constructor(conversation, language) {
    this.#conversation = conversation;
    this.#language = language;
    this.#uploads = new Uploads(conversation);
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#drop());
    // An open socket would keep the page out of the browser's back-forward cache.
    addEventListener("pagehide", () => this.#stop());
    addEventListener("pageshow", ({ persisted }) => persisted && conversation.session && this.start());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    conversation.addEventListener("moved", () => (this.#drop(), this.start()));
  }

  /** Connects if it is not connected, and opens a conversation if there is none. Cheap to call at any time. */
  start() {
    this.#running = true;
    this.#wake();
    this.#deliver();
    this.#uploads.deliver();
    this.#loop ??= this.#live().finally(() => (this.#loop = null));
  }

  /** Tells that the traveller is writing, where there is a socket to tell it through. */
  tellTyping(on) {
    this.#socket?.tellTyping(on);
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
        // A server out of reach or in trouble says nothing about sockets: once it is back, they are worth a try.
        else this.#socketFailures = 0;
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
    await Promise.race([rest(longest * (0.5 + Math.random() / 2)), new Promise((resolve) => (this.#wake = resolve))]);
  }

  #inTouch() {
    this.#failures = 0;
    this.#conversation.set({ reach: "online" });
    this.#deliver();
    this.#uploads.deliver();
  }

  /** One socket, to its end; true when plain HTTP is to take over at once. */
  async #bySocket() {
    const { session, offset } = this.#conversation;
    const socket = new Socket({ token: session.token, offset }, (event) => this.#hear(event, socket));
    this.#drop = () => socket.end();
    await socket.ended;
    this.#socket = null;
    if (!socket.welcomed) this.#socketFailures += 1;
    // Plain HTTP says in one question whether it is the token that was refused or the socket.
    if (socket.refused) this.#socketFailures = SOCKET_TRIES;
    return this.#socketFailures >= SOCKET_TRIES;
  }

  #hear(event, socket) {
    const conversation = this.#conversation;
    if (event.type === "erased") conversation.erase(event.offset);
    if (event.type === "message") conversation.receive([event.message]);
    if (event.type === "typing") conversation.set({ typing: event.on });
    if (event.type === "accepted") conversation.confirm(event.client_id, event.offset);
    if (event.type === "welcome") {
      this.#socket = socket;
      this.#socketFailures = 0;
      if (event.recovered === false) conversation.startOver();
      this.#inTouch();
    }
  }

  /** Long polls for a while; true when it is time to try a socket again. */
  async #byPolling() {
    const socketAgainAt = Date.now() + SOCKET_AGAIN_AFTER;
    let wait = 0;
    while (this.#running && Date.now() < socketAgainAt) {
      const askedAt = Date.now();
      const page = await this.#poll(wait);
      // A server that does not wait must not be asked without a breath.
      if (wait && !page.messages.length && Date.now() - askedAt < 1000) await rest(1000);
      wait = POLL_SECONDS;
    }
    this.#socketFailures = SOCKET_TRIES - 1;
    return true;
  }

  async #poll(wait) {
    const conversation = this.#conversation;
    const { session } = conversation;
    const ending = new AbortController();
    this.#drop = () => ending.abort();
    const page = await pollMessages(session.token, conversation.offset, wait, ending.signal);
    if (page.recovered === false) conversation.startOver();
    conversation.erase(page.erased_to);
    conversation.receive(page.messages, page.offset);
    conversation.set({ typing: page.typing });
    this.#inTouch();
    return page;
  }

  /** Sends what waits, in the order it was typed, one at a time. */
  async #deliver() {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let item; (item = this.#conversation.nextToSend) && this.#canSend; ) await this.#send(item);
    } catch {
      // Kept in the outbox; it goes again the next time we are in touch.
      this.#drop();
    } finally {
      this.#delivering = false;
    }
  }

  /** With one failed socket behind it, a message does not wait for the next: it is posted. */
  get #canSend() {
    return this.#running && this.#conversation.session && (this.#socket || this.#socketFailures > 0);
  }

  async #send(item) {
    try {
      await (this.#socket ? this.#socket.send(item) : this.#post(item));
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) throw error;
      if (error.passing) await rest((error.retryAfter || 2) * 1000);
      else this.#conversation.refuse(item.client_id, error.text);
    }
  }

  async #post(item) {
    const { offset } = await postMessage(this.#conversation.session.token, item, AbortSignal.timeout(POSTED_WITHIN));
    this.#conversation.confirm(item.client_id, offset);
  }
}
