/** The list of conversations: five views with their counts, filters, search, and rows that stay true by themselves. */
import { get, query } from "../core/api.js";
import { h, keyed } from "../core/dom.js";
import { live, paced } from "../core/live.js";
import { complain, problem } from "../core/overlay.js";
import { to } from "../core/route.js";
import { t } from "../core/words.js";
import { me } from "../core/me.js";
import { Filters } from "./filters.js";
import { row } from "./row.js";
import { Search } from "./search.js";

export const VIEWS = ["unassigned", "mine", "all", "waiting", "closed"];
/** Views that are to become empty. */
const COUNTED = new Set(["unassigned", "mine", "waiting"]);

export class Inbox {
  #choose;
  #rows = [];
  #pages = 1;
  #next = null;
  #active = null;
  #open = null;
  #ends = [];
  #asked = 0;
  view = null;

  /** `choose(id, offset)` opens a conversation, at a message where one was searched for. */
  constructor(choose) {
    this.#choose = choose;
    this.filters = new Filters(() => this.#reload(true));
    this.search = new Search({ choose, left: () => this.focus() });
    this.tabs = h("ul", { class: "views" });
    this.list = h("ul", {
      class: "rows", role: "listbox", tabindex: "0", id: "inbox-rows", "aria-label": t("inbox.list"), onkeydown: (event) => this.#keys(event),
      onfocus: () => !this.#active && this.#rows.length && this.#activate(this.#rows[0].id),
    });
    this.state = h("p", { class: "list-state", role: "status" }, t("loading"));
    this.more = h("button", { type: "button", class: "plain more", hidden: true, onclick: () => { this.#pages += 1; this.#reload(); } }, t("inbox.more"));
    this.element = h("section", { class: "inbox", "aria-label": t("nav.inbox") },
      h("header", { class: "inbox-head" }, h("h1", {}, t("nav.inbox")), this.filters.button, this.search.element),
      this.filters.element, h("nav", { "aria-label": t("inbox.views") }, this.tabs), this.search.results,
      h("div", { class: "scroll" }, this.list, this.state, this.more));
    this.#reloadSoon = paced(() => this.#reload());
    this.#ends.push(live.on((event) => this.#hear(event)));
  }

  #reloadSoon;

  /** Shows a view; `open` is the conversation beside it. */
  show(view, open) {
    this.#open = open;
    if (open) this.#active = open;
    if (view !== this.view) {
      this.view = view;
      this.#pages = 1;
      this.#drawTabs();
      this.#reload(true);
    } else this.#draw();
  }

  end() {
    for (const end of this.#ends) end();
  }

  focus() {
    this.list.focus({ preventScroll: true });
  }

  focusSearch() {
    this.search.focus();
  }

  /** Moves the mark up or down. */
  step(by) {
    if (!this.#rows.length) return;
    const at = this.#rows.findIndex(({ id }) => id === this.#active);
    const next = at < 0 ? 0 : Math.min(this.#rows.length - 1, Math.max(0, at + by));
    this.#activate(this.#rows[next].id);
    this.focus();
  }

  openActive() {
    if (this.#active) this.#choose(this.#active);
  }

  /** What a conversation beside us knows better already. */
  patch(fresh) {
    const at = this.#rows.findIndex(({ id }) => id === fresh.id);
    if (at < 0) return;
    this.#rows[at] = fresh;
    this.#draw();
  }

  async #reload(emptied = false) {
    const asked = (this.#asked += 1);
    if (emptied) {
      this.#rows = [];
      this.#draw();
      this.state.textContent = t("loading");
    }
    try {
      let rows = [];
      let page = null;
      for (let count = 0; count < this.#pages; count += 1) {
        page = await get(query("inbox", { view: this.view, ...this.filters.values, before: page?.next }));
        if (asked !== this.#asked) return;
        rows = rows.concat(page.conversations);
        if (!page.next) break;
      }
      this.#rows = rows.filter(({ id }, place) => rows.findIndex((other) => other.id === id) === place);
      this.#next = page.next;
      this.#drawTabs(page.counts);
      this.state.textContent = rows.length ? "" : t(`inbox.none.${this.view}`);
      this.#draw();
    } catch (error) {
      if (asked !== this.#asked || error.status === 401) return;
      if (this.#rows.length === 0) this.state.textContent = problem(error);
      else if (error.status) complain(error);
    }
  }

  #hear(event) {
    if (event.type === "anew" || (event.type === "line" && event.online)) this.#reloadSoon();
    if (event.type !== "event" || !event.conversation_id) return;
    if (event.kind === "message.stored") this.#said(event.conversation_id, event.data?.message);
    this.#reloadSoon();
  }

  /** The row says it at once; the server's list follows. */
  #said(id, message) {
    const known = this.#rows.find((one) => one.id === id);
    if (!known || !message) return;
    const { text, sender, kind, at, offset } = message;
    const unread = message.direction === "in" && id !== this.#open ? known.unread + (offset > (known.last?.offset ?? 0)) : known.unread;
    this.patch({ ...known, unread, last: { text, sender, kind, at, offset } });
  }

  #drawTabs(counts = this.counts ?? {}) {
    this.counts = counts;
    this.tabs.replaceChildren(...VIEWS.map((view) => h("li", {}, h("a", {
      href: to("inbox", view), "aria-current": view === this.view ? "true" : null, class: counts[view] && view === "unassigned" ? "calls" : null,
    }, h("span", {}, t(`inbox.view.${view}`)), counts[view] > 0 && COUNTED.has(view) && h("span", { class: "count" }, String(counts[view]))))));
  }

  #draw() {
    const shown = this.#rows.map((one) => ({ ...one, unread: one.id === this.#open ? 0 : one.unread, open: one.id === this.#open, mine: one.agent?.id === me?.id }));
    keyed(this.list, shown, ({ id }) => id, (one) => row(one, () => this.#choose(one.id)));
    this.list.hidden = !shown.length;
    this.more.hidden = !this.#next;
    this.#activate(this.#active, false);
  }

  #activate(id, scroll = true) {
    this.#active = id;
    for (const element of this.list.children) {
      const active = element.id === `row-${id}`;
      element.classList.toggle("active", active);
      if (active && scroll) element.scrollIntoView({ block: "nearest" });
    }
    if (id && document.getElementById(`row-${id}`)) this.list.setAttribute("aria-activedescendant", `row-${id}`);
    else this.list.removeAttribute("aria-activedescendant");
  }

  #keys(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, Home: -this.#rows.length, End: this.#rows.length, PageDown: 8, PageUp: -8 };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (steps[event.key]) this.step(steps[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.openActive();
    else return;
    event.preventDefault();
  }
}
