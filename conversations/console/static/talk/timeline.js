/** What was said and done, oldest first; earlier parts are loaded as one scrolls up, new ones come by themselves. */
import { get, query } from "../core/api.js";
import { h, keyed } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { me } from "../core/me.js";
import { t } from "../core/words.js";
import { arranged, entry, keyOf } from "./entries.js";

const NEAR = 120;
const PAGE = 50;
/** Milliseconds after which a screen reader has seen what was drawn. */
const SETTLED = 1_000;

export class Timeline {
  #id;
  #entries = [];
  #pending = [];
  #next = null;
  #loaded = false;
  #loading = null;
  #around;
  #unseen = 0;

  /** `seen(offset)` is told how far the agent has read. */
  constructor(id, around) {
    this.#id = id;
    this.#around = around;
    this.log = h("ol", { class: "log" });
    this.older = h("button", { type: "button", class: "plain older", hidden: true, onclick: () => this.#earlier() }, t("talk.older"));
    this.scroll = h("div", { class: "log-scroll", tabindex: "0", role: "log", "aria-label": t("talk.log"), "aria-live": "off", onscroll: () => this.#scrolled() }, this.older, this.log);
    this.jump = h("button", { type: "button", class: "jump", hidden: true, onclick: () => this.#toEnd() });
    this.element = h("div", { class: "timeline" }, this.scroll, this.jump);
    this.seenAgain = () => this.#tellSeen();
    document.addEventListener("visibilitychange", this.seenAgain);
    // Pictures and the composer change heights; whoever is at the end stays there.
    this.sizes = new ResizeObserver(() => this.#stuck && this.#toEnd());
    this.sizes.observe(this.scroll);
    this.sizes.observe(this.log);
  }

  #stuck = true;
  #measured = [0, 0];

  end() {
    document.removeEventListener("visibilitychange", this.seenAgain);
    this.sizes.disconnect();
  }

  /** The newest part once more: what changed in it is shown, what was loaded before stays. */
  async refresh() {
    const page = await get(query(`conversations/${this.#id}/timeline`, { limit: PAGE }));
    const fresh = new Set(page.entries.map(keyOf));
    const first = page.entries[0] && keyOf(page.entries[0]);
    const cut = this.#entries.findIndex((one) => keyOf(one) === first);
    const before = cut > 0 ? this.#entries.slice(0, cut).filter((one) => !fresh.has(keyOf(one))) : [];
    // Said while the answer was on its way: it may be newer than the page.
    const last = Math.max(0, ...page.entries.map((one) => one.message?.offset ?? 0));
    const after = this.#entries.filter((one) => one.type === "message" && one.message.offset > last && !fresh.has(keyOf(one)));
    if (!before.length) this.#next = page.next;
    this.#entries = [...before, ...page.entries, ...after];
    this.#settle();
    if (this.#loaded) this.#draw();
    else this.#drawSilently();
    this.#loaded = true;
  }

  /** A message was stored or changed. */
  said(message) {
    const item = { type: "message", message };
    const at = this.#entries.findIndex((one) => keyOf(one) === keyOf(item));
    if (at >= 0) this.#entries[at] = item;
    else {
      if (!this.#loaded) return;
      this.#entries.push(item);
      if (message.direction === "in" && !this.#stuck) this.#unseen += 1;
    }
    this.#settle(message);
    this.#draw();
  }

  noted(note) {
    const item = { type: "note", note };
    if (!this.#entries.some((one) => keyOf(one) === keyOf(item))) this.#entries.push(item);
    this.#draw();
  }

  /** What we have sent and the server has not said yet: `[{client_id, text, files, state, retry, drop}]`. */
  pending(list) {
    const more = list.length > this.#pending.length;
    this.#pending = list;
    this.#draw();
    // Whoever reads what was said before is not torn away by what merely changes.
    if (more) this.#toEnd();
  }

  /** To a message, loading earlier parts until it is there. */
  async find(offset) {
    this.#stuck = false;
    if (!this.#loaded) await this.refresh().catch(() => {});
    const there = () => this.log.querySelector(`[data-offset="${offset}"]`);
    while (!there() && this.#next) await this.#earlier();
    const found = there();
    if (!found) return;
    this.#stuck = false;
    found.scrollIntoView({ block: "center" });
    found.classList.add("found");
    setTimeout(() => found.classList.remove("found"), 2_500);
  }

  /** A message of ours that arrived needs no waiting bubble any more. */
  #settle(message = null) {
    const own = message ? [message] : this.#entries.map((one) => one.message).filter(Boolean);
    for (const { agent, text, at } of own) {
      if (agent?.id !== me.id) continue;
      const known = this.#pending.find((one) => one.state === "sending" && one.text === text && new Date(at) - one.at > -5_000);
      if (known) this.#pending = this.#pending.filter((one) => one !== known);
    }
  }

  #draw() {
    const items = [...arranged(this.#entries), ...this.#pending.map(({ client_id, text, files, state, note }) => ({ type: "pending", client_id, text, files: files.map(({ name }) => name), state, note }))];
    keyed(this.log, items, keyOf, (item) => entry(item, this.#id, this.#pending));
    this.older.hidden = !this.#next;
    if (this.#stuck) this.#toEnd();
    else this.#showJump();
    this.#tellSeen();
  }

  /** What was said long ago is not read out as if it were said now. */
  #drawSilently() {
    this.scroll.ariaLive = "off";
    this.#draw();
    setTimeout(() => { this.scroll.ariaLive = "polite"; }, SETTLED);
  }

  async #earlier() {
    this.#loading ??= (async () => {
      try {
        const page = await get(query(`conversations/${this.#id}/timeline`, { limit: PAGE, before: this.#next }));
        const height = this.scroll.scrollHeight - this.scroll.scrollTop;
        const known = new Set(this.#entries.map(keyOf));
        this.#entries = [...page.entries.filter((one) => !known.has(keyOf(one))), ...this.#entries];
        this.#next = page.next;
        this.#drawSilently();
        if (!this.#stuck) this.scroll.scrollTop = this.scroll.scrollHeight - height;
      } finally {
        this.#loading = null;
      }
    })();
    return this.#loading;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    const [high, shown] = this.#measured;
    this.#measured = [scrollHeight, clientHeight];
    // Scrolled by the browser because something grew: whoever was at the end stays there.
    if (this.#stuck && (high !== scrollHeight || shown !== clientHeight)) return this.#toEnd();
    this.#stuck = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#stuck) this.#unseen = 0;
    this.#showJump();
    this.#tellSeen();
    if (scrollTop < NEAR && this.#next && scrollHeight > clientHeight) this.#earlier().catch(() => {});
    return undefined;
  }

  #toEnd() {
    this.#stuck = true;
    this.#unseen = 0;
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.#showJump();
  }

  #showJump() {
    this.jump.hidden = this.#stuck;
    this.jump.replaceChildren(icon("down"), h("span", {}, this.#unseen ? t("talk.new", { count: this.#unseen }) : t("talk.latest")));
  }

  #tellSeen() {
    if (!this.#stuck || !this.#loaded && !this.#entries.length) return;
    this.#around.seen(Math.max(0, ...this.#entries.map((one) => one.message?.offset ?? 0)));
  }
}
