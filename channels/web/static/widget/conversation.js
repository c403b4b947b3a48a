/**
 * What was said, and what is still to be said: the truth that the panel shows and the connection serves.
 * It tells "change" whenever there is something new to show.
 */
import { lasting } from "./memory.js";

/** How many messages are kept for after a reload; the server has them all. */
const REMEMBERED = 100;
const PLAIN = { buttons: [], cards: [] };

export class Conversation extends EventTarget {
  /** `{conversation_id, token, language}`, or null before the first message. */
  session = lasting.read("session");
  /** Up to where every message is known; what a reconnection asks to continue from. */
  offset = 0;
  /** Typed by the traveller, not yet accepted by the server: `{client_id, text, payload, at, state}`. */
  outbox = lasting.list("outbox:").sort((one, other) => one.at.localeCompare(other.at));
  /** Files on their way: `{client_id, file, at, state, progress}`; a reload forgets them, for a browser keeps no files. */
  uploads = [];
  typing = false;
  /** Whether the server is in reach; "offline" is shown. */
  reach = "online";
  /** Up to which offset the traveller has had the panel open. */
  seen = 0;
  /** Up to which offset everything was erased at the traveller's wish. */
  erasedTo = 0;

  #messages = [];

  constructor() {
    super();
    this.#recall();
    lasting.watch((key) => key === "session" || key === "seen" ? this.#followOtherTab(key) : undefined);
  }

  /** All to show, oldest first: messages as the server has them, then what waits to be sent. */
  get entries() {
    const [{ at } = { at: new Date().toISOString() }] = this.#messages;
    const erased = { ...PLAIN, id: `erased ${this.erasedTo}`, direction: "out", notice: "erased", at };
    return [
      ...(this.erasedTo ? [erased] : []),
      ...this.#messages.map((message) => ({ ...message, state: "sent" })),
      ...[...this.outbox, ...this.uploads].sort((one, other) => one.at.localeCompare(other.at)).map(asMessage),
    ];
  }

  /** The files that came with what is shown. */
  get fileIds() {
    return new Set(this.#messages.flatMap(({ attachments }) => (attachments ?? []).map(({ id }) => id)).filter(Boolean));
  }

  get unread() {
    return this.#messages.filter(({ direction, offset }) => direction === "out" && offset > this.seen).length;
  }

  get nextToSend() {
    return this.outbox.find(({ state }) => state === "sending");
  }

  get nextToUpload() {
    return this.uploads.find(({ state }) => state === "sending");
  }

  /** The traveller sends a file. */
  attach(file) {
    const item = { client_id: uuid(), text: "", file, at: new Date().toISOString(), state: "sending", progress: 0 };
    this.uploads = [...this.uploads, item];
    this.#changed();
  }

  /** How much of a file has been sent, from 0 to 1. */
  progress(clientId, progress) {
    const item = this.#item(clientId);
    if (item) this.#keep({ ...item, progress });
  }

  /** The traveller says something; a button says its title and carries its payload. */
  say(text, payload = null) {
    this.#keep({ client_id: uuid(), text, payload, at: new Date().toISOString(), state: "sending" });
  }

  /** The server will not take this message as it is; it stays until tried again or discarded. */
  refuse(clientId, reason) {
    const item = this.#item(clientId);
    if (item) this.#keep({ ...item, state: "failed", reason });
  }

  retry(clientId) {
    this.#keep({ ...this.#item(clientId), state: "sending", reason: undefined });
  }

  discard(clientId) {
    this.#drop([clientId]);
    this.#changed();
  }

  /** The server has this message of ours, under this offset. */
  confirm(clientId, offset) {
    const item = this.#item(clientId);
    if (!item) return;
    this.#merge([{ ...asMessage(item), offset, id: clientId }]);
    this.#changed();
  }

  /** Messages from the server, each perhaps for the second time. */
  receive(messages, offset = 0) {
    this.#merge(messages);
    this.offset = Math.max(this.offset, offset, ...messages.map((message) => message.offset));
    if (messages.some(({ direction }) => direction === "out")) this.typing = false;
    this.#remember();
    this.#changed();
  }

  /** What was said up to an offset is erased, here as well. */
  erase(offset) {
    if (!(offset > this.erasedTo)) return;
    this.erasedTo = offset;
    this.#merge([]);
    this.#remember();
    this.#changed();
  }

  /** The server cannot continue from our offset: what it sends from now on is the whole conversation. */
  startOver() {
    this.#messages = [];
    this.offset = 0;
    this.#remember();
  }

  begin(session) {
    this.session = session;
    lasting.write("session", session);
  }

  /** Our token is no longer good: what was said stays readable, and the next message starts a new conversation. */
  expire() {
    const last = this.#messages.at(-1)?.offset ?? 0;
    // Below zero, so that the new conversation's offsets come after; the old buttons mean nothing in it.
    const past = this.#messages.map((message) => ({ ...message, ...PLAIN, offset: message.offset - last - 1 }));
    const at = new Date().toISOString();
    const notice = { ...PLAIN, offset: 0, id: `expired ${at}`, direction: "out", notice: "new_conversation", at };
    Object.assign(this, { session: null, offset: 0, erasedTo: 0, seen: 0, typing: false });
    this.#messages = past.length ? [...past, notice] : [];
    lasting.remove("session");
    this.#remember();
    this.#changed();
  }

  markSeen() {
    if (!this.unread) return;
    this.seen = this.#messages.at(-1).offset;
    lasting.write("seen", this.seen);
    this.#changed();
  }

  set(facts) {
    if (Object.entries(facts).every(([name, value]) => this[name] === value)) return;
    Object.assign(this, facts);
    this.#changed();
  }

  #item(clientId) {
    return [...this.outbox, ...this.uploads].find((item) => item.client_id === clientId);
  }

  #keep(item) {
    if (item.file) {
      this.uploads = this.uploads.map((other) => (other.client_id === item.client_id ? item : other));
      return this.#changed();
    }
    lasting.write(`outbox:${item.client_id}`, item);
    const known = this.#item(item.client_id);
    this.outbox = known ? this.outbox.map((other) => (other === known ? item : other)) : [...this.outbox, item];
    return this.#changed();
  }

  #merge(messages) {
    const byOffset = new Map(this.#messages.map((message) => [message.offset, message]));
    for (const message of messages) byOffset.set(message.offset, message);
    this.#messages = [...byOffset.values()].filter(({ offset }) => !this.erasedTo || offset > this.erasedTo)
      .sort((one, other) => one.offset - other.offset).slice(-REMEMBERED);
    this.#drop(messages.map(({ client_id }) => client_id).filter(Boolean));
  }

  /** They no longer wait to be sent. */
  #drop(clientIds) {
    for (const clientId of clientIds) lasting.remove(`outbox:${clientId}`);
    this.outbox = this.outbox.filter(({ client_id }) => !clientIds.includes(client_id));
    this.uploads = this.uploads.filter(({ client_id }) => !clientIds.includes(client_id));
  }

  #remember() {
    lasting.write("messages", { offset: this.offset, erasedTo: this.erasedTo, messages: this.#messages });
    lasting.write("seen", this.seen);
  }

  #recall() {
    const { offset = 0, erasedTo = 0, messages = [] } = lasting.read("messages") ?? {};
    Object.assign(this, { offset, erasedTo });
    this.#messages = messages;
    this.seen = lasting.read("seen") ?? 0;
  }

  #followOtherTab(key) {
    if (key === "seen") return this.set({ seen: lasting.read("seen") ?? 0 });
    const session = lasting.read("session");
    if (!session || session.conversation_id === this.session?.conversation_id) return undefined;
    this.session = session;
    this.#recall();
    this.dispatchEvent(new Event("moved"));
    return this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

const asMessage = ({ file, ...item }) =>
  ({ ...item, ...PLAIN, attachments: file ? [{ name: file.name }] : [], direction: "in", sender: "traveller" });

/** A random UUID, also where `crypto.randomUUID` is missing: browsers have it on https: and localhost only. */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
