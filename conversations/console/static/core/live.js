/**
 * What happens while the page is open, over one WebSocket. Whoever reconnects says what it has seen last and is given
 * what it missed; where the server cannot (`recovered: false`) everybody who listens is told to load anew.
 */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const SILENCE = 60_000;

class Live {
  #socket = null;
  #epoch = null;
  #offset = 0;
  #rooms = new Map();
  #listeners = new Set();
  #wait = FIRST_WAIT;
  #timer = null;
  #wanted = false;
  #joined = [];
  #viewing = null;
  online = false;

  /** `listener(event)` for every event of the socket, and `{type: "anew"}`, `{type: "line", online}`; ends by the function it returns. */
  on(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start() {
    this.#wanted = true;
    this.join(["company"]);
    this.#open();
    addEventListener("online", this.#atOnce);
    addEventListener("offline", this.#lost);
    document.addEventListener("visibilitychange", this.#atOnce);
  }

  stop() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#atOnce);
    removeEventListener("offline", this.#lost);
    document.removeEventListener("visibilitychange", this.#atOnce);
    this.#socket?.close();
    this.#socket = this.#epoch = null;
    this.#rooms.clear();
    this.#listeners.clear();
  }

  /** Resolves when the server counts us in, or has refused, or is not there. */
  join(rooms) {
    const fresh = rooms.filter((room) => !this.#rooms.has(room));
    for (const room of rooms) this.#rooms.set(room, (this.#rooms.get(room) ?? 0) + 1);
    // Also before the server has welcomed us: the hello has left without these rooms.
    if (!fresh.length || !this.#send({ type: "subscribe", rooms: fresh })) return Promise.resolve();
    return new Promise((done) => {
      this.#joined.push(done);
      setTimeout(done, 2_000);
    });
  }

  leave(rooms) {
    const gone = [];
    for (const room of rooms) {
      const left = (this.#rooms.get(room) ?? 0) - 1;
      if (left > 0) this.#rooms.set(room, left);
      else if (this.#rooms.delete(room)) gone.push(room);
    }
    if (gone.length) this.#send({ type: "unsubscribe", rooms: gone });
  }

  /** The conversation that is on the screen, for the colleagues. */
  viewing(conversation) {
    this.#viewing = conversation;
    this.#send({ type: "viewing", conversation_id: conversation });
  }

  typing(conversation, on) {
    this.#send({ type: "typing", conversation_id: conversation, on });
  }

  #atOnce = () => {
    if (document.visibilityState === "hidden" || this.online || !this.#wanted) return;
    this.#wait = FIRST_WAIT;
    // A socket from before the net was lost may look open for a minute yet.
    const before = this.#socket;
    this.#socket = null;
    before?.close();
    this.#open();
  };

  /** The browser knows it before the socket does. */
  #lost = () => this.#line(false);

  #open() {
    clearTimeout(this.#timer);
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/console/socket`);
    this.#socket = socket;
    socket.onopen = () => this.#send({ type: "hello", epoch: this.#epoch, offset: this.#offset, rooms: [...this.#rooms.keys()] });
    socket.onmessage = ({ data }) => socket === this.#socket && this.#hear(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#closed(code);
  }

  #hear(event) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#socket?.close(), SILENCE);
    if (event.type === "ping") {
      // In quiet rooms it says how far we have come all the same.
      this.#offset = Math.max(this.#offset, event.offset ?? 0);
      this.#send({ type: "pong" });
    } else if (event.type === "welcome") this.#welcome(event);
    else if (event.type === "subscribed") this.#joined.shift()?.();
    else if (event.type === "event") {
      if (event.offset <= this.#offset) return;
      this.#offset = event.offset;
      this.#tell(event);
    } else this.#tell(event);
  }

  #welcome({ epoch, offset, recovered }) {
    const first = this.#epoch === null;
    this.#wait = FIRST_WAIT;
    this.#epoch = epoch;
    // Recovered: what was missed follows, and each says its own offset.
    if (!recovered || first) this.#offset = offset;
    this.#line(true);
    if (this.#viewing) this.viewing(this.#viewing);
    if (!recovered || first) this.#tell({ type: "anew", first });
  }

  #closed(code) {
    clearTimeout(this.#timer);
    this.#joined.splice(0).forEach((done) => done());
    this.#line(false);
    if (!this.#wanted) return;
    if (code === 4401 || code === 4403) {
      this.#tell({ type: "closed", code });
      return;
    }
    // A little chance, so that after a restart not everybody knocks at the same moment.
    this.#timer = setTimeout(() => this.#open(), this.#wait * (0.7 + Math.random() * 0.6));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #line(online) {
    if (online === this.online) return;
    this.online = online;
    this.#tell({ type: "line", online });
  }

  #tell(event) {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Whether it went. */
  #send(frame) {
    const open = this.#socket?.readyState === WebSocket.OPEN;
    if (open) this.#socket.send(JSON.stringify(frame));
    return open;
  }
}

export const live = new Live();

/** Runs `work` soon after it is asked for, never twice at once and not more often than `pause` milliseconds apart. */
export function paced(work, pause = 900, soon = 80) {
  let timer = null;
  let running = false;
  let again = false;
  const run = async () => {
    timer = null;
    running = true;
    again = false;
    try {
      await work();
    } finally {
      running = false;
      if (again) timer = setTimeout(run, pause);
    }
  };
  return () => {
    if (running) again = true;
    else timer ??= setTimeout(run, soon);
  };
}
