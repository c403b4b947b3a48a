/** What calls an agent wherever they are on the page: conversations offered to them, mentions, reminders. */
import { get } from "./core/api.js";
import { h, keyed } from "./core/dom.js";
import { icon } from "./core/icons.js";
import { live, paced } from "./core/live.js";
import { house, me } from "./core/me.js";
import { complain } from "./core/overlay.js";
import { go, here } from "./core/route.js";
import { left } from "./core/ticking.js";
import { named, t } from "./core/words.js";
import { nameOf } from "./people.js";
import { carryOut, offeredToMe } from "./talk/verbs.js";

const MOST = 4;

export class Notices {
  #offers = [];
  #calls = [];
  #ends = [];
  #refresh = paced(() => this.#load(), 500);

  constructor() {
    this.list = h("ul", {});
    this.element = h("div", { class: "notices", role: "log", "aria-label": t("notice.label") }, this.list);
    if (!house()) return;
    live.join([`agent:${me.id}`]);
    const moved = () => this.#draw();
    addEventListener("hashchange", moved);
    this.#ends.push(live.on((event) => this.#hear(event)), () => removeEventListener("hashchange", moved));
    // An offer that has run out goes, also where nobody tells us.
    const timer = setInterval(() => this.#offers.length && this.#draw(), 1_000);
    this.#ends.push(() => clearInterval(timer));
    this.#load();
  }

  end() {
    for (const end of this.#ends.splice(0)) end();
  }

  #hear(event) {
    if (event.type === "anew") this.#refresh();
    if (event.type !== "event") return;
    const about = event.conversation_id;
    const offered = event.kind === "handoff.offered" || event.kind === "handoff.requested";
    if (offered || (event.kind === "owner.changed" && this.#offers.some(({ id }) => id === about))) this.#refresh();
    if (event.kind === "owner.changed") this.#drop(about);
    const { note } = event.data ?? {};
    if (event.kind === "note.added" && note?.mentions?.includes(me.id) && note.agent?.id !== me.id) this.#call({ kind: "mention", id: about, name: note.agent?.name ?? "", text: note.text });
    if (event.kind === "handoff.reminded" && event.rooms.includes(`agent:${me.id}`)) this.#call({ kind: "reminder", id: about });
  }

  /** Offers are what stands in the queue, so that nothing is offered that is gone. */
  async #load() {
    const { conversations } = await get("inbox?view=unassigned").catch(() => ({ conversations: [] }));
    this.#offers = conversations.filter(offeredToMe);
    this.#draw();
  }

  #call(call) {
    this.#calls = [call, ...this.#calls.filter((one) => one.id !== call.id || one.kind !== call.kind)].slice(0, MOST);
    this.#draw();
  }

  #drop(id, kind = null) {
    this.#calls = this.#calls.filter((one) => one.id !== id || (kind && one.kind !== kind));
    this.#draw();
  }

  #draw() {
    const open = here()[2];
    const offers = this.#offers.filter((row) => row.id !== open && offeredToMe(row)).map((row) => ({ kind: "offer", id: row.id, row }));
    // Whoever looks at it already needs no call.
    this.#calls = this.#calls.filter(({ id }) => id !== open);
    const shown = [...offers, ...this.#calls].slice(0, MOST);
    keyed(this.list, shown, ({ kind, id }) => `${kind}${id}`, (one) => (one.kind === "offer" ? this.#offer(one.row) : this.#word(one)));
    const plain = document.title.replace(/^\(\d+\) /u, "");
    document.title = shown.length ? `(${shown.length}) ${plain}` : plain;
  }

  #offer(row) {
    const button = (verb, classes) => h("button", { type: "button", class: classes, onclick: () => this.#answer(row, verb) }, t(`verb.${verb}`));
    return h("li", { class: "notice offer" }, icon("take"),
      h("p", {}, h("strong", {}, t("notice.offer", { name: nameOf(row) })), " ", named("reason", row.handoff.reason), " · ", left(row.handoff.offered_until, t("offer.over"))),
      button("decline", "plain"), button("accept", "primary"));
  }

  #word(one) {
    return h("li", { class: "notice" }, icon(one.kind === "mention" ? "note" : "clock"),
      h("p", {}, h("strong", {}, t(`notice.${one.kind}`, { name: one.name })), one.text && ` ${one.text}`),
      h("button", { type: "button", class: "plain", onclick: () => { this.#drop(one.id, one.kind); go(["inbox", "all", one.id]); } }, t("notice.open")),
      h("button", { type: "button", class: "round", "aria-label": t("close"), onclick: () => this.#drop(one.id, one.kind) }, icon("close")));
  }

  async #answer(row, verb) {
    try {
      await carryOut(row.id, verb, row);
      if (verb === "accept") go(["inbox", "mine", row.id]);
    } catch (error) {
      complain(error);
    }
    this.#refresh();
  }
}
