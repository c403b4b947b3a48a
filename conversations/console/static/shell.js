/** The frame: the ways to go, who is signed in, the line to the server, and the page that is open. */
import { post } from "./core/api.js";
import { h } from "./core/dom.js";
import { icon } from "./core/icons.js";
import { bind } from "./core/keys.js";
import { live } from "./core/live.js";
import { administrating, change, house, leading, me, partner } from "./core/me.js";
import { complain, menuButton, toast } from "./core/overlay.js";
import { go, here, to } from "./core/route.js";
import { operator, t } from "./core/words.js";
import { openKeys } from "./keys.js";
import { Notices } from "./notices.js";
import { avatar } from "./people.js";
import { openSettings } from "./settings.js";

/** Each page says who may see it and loads its module when it is first opened. */
const PAGES = {
  inbox: { icon: "inbox", may: house, load: () => import("./inbox/page.js") },
  board: { icon: "board", may: leading, load: () => import("./lead/board.js") },
  reports: { icon: "report", may: leading, load: () => import("./lead/reports.js") },
  books: { icon: "file", may: leading, load: () => import("./lead/books.js") },
  audit: { icon: "audit", may: leading, load: () => import("./lead/audit.js") },
  canned: { icon: "canned", may: leading, load: () => import("./team/canned.js") },
  team: { icon: "team", may: administrating, load: () => import("./team/agents.js") },
  partner: { icon: "file", may: partner, load: () => import("./partner/page.js") },
  hours: { icon: "clock", may: administrating, load: () => import("./team/hours.js") },
};

export class Shell {
  #page = null;
  #name = null;
  #ends = [];
  #turn = 0;

  /** `leave(note)` shows the door, `again()` draws everything anew, in another language for instance. */
  constructor({ leave, again }) {
    this.leave = leave;
    this.again = again;
    this.main = h("div", { class: "page" });
    this.line = h("p", { class: "line", role: "status" });
    this.notices = new Notices();
    this.duty = h("button", { type: "button", class: "duty", onclick: () => this.#toggleDuty() });
    this.ways = new Map(Object.entries(PAGES).filter(([, page]) => page.may()).map(([name, page]) =>
      [name, h("a", { href: to(name), class: "way" }, icon(page.icon), h("span", {}, t(`nav.${name}`)))]));
    this.own = h("span", { class: "own-face" });
    this.nav = this.#rail();
    this.element = h("div", { class: "shell" }, this.nav, h("div", { class: "stage" }, this.line, this.notices.element, this.main));
  }

  begin() {
    this.#ends = [
      live.on((event) => this.#hear(event)),
      bind({ "?": () => { openKeys(); }, g: () => go(["inbox", "unassigned"]) }),
    ];
    const moved = () => this.#show();
    const changed = () => me && this.#drawMe();
    addEventListener("hashchange", moved);
    addEventListener("me", changed);
    this.#ends.push(() => removeEventListener("hashchange", moved), () => removeEventListener("me", changed));
    live.start();
    this.#drawMe();
    this.#show();
  }

  end() {
    this.#page?.end?.();
    this.#page = null;
    this.notices.end();
    for (const end of this.#ends.splice(0)) end();
  }

  #rail() {
    return h("nav", { class: "rail", "aria-label": t("nav.label") },
      h("a", { class: "mark", href: to("inbox", "unassigned"), title: operator, "aria-label": t("title") }, h("img", { src: "/console/static/icon.svg", alt: "", width: 34, height: 34 })),
      h("ul", { class: "ways" }, [...this.ways.values()].map((way) => h("li", {}, way))),
      house() && this.duty,
      menuButton({
        label: t("nav.me", { name: me.name }), classes: "way own", face: this.own,
        items: () => [
          { name: t("nav.settings"), icon: "me", act: () => openSettings(this.again) },
          { name: t("nav.keys"), icon: "keys", key: "?", act: openKeys },
          { name: t("nav.sign_out"), icon: "out", act: () => this.#signOut() },
        ],
      }));
  }

  /** What it says of us, whenever that changes. */
  #drawMe() {
    this.own.replaceChildren(avatar(me.name), h("span", { "aria-hidden": "true" }, me.name.split(" ")[0]));
    this.duty.classList.toggle("on", me.on_duty);
    this.duty.setAttribute("aria-pressed", String(me.on_duty));
    this.duty.setAttribute("title", t(me.on_duty ? "nav.on_duty_hint" : "nav.off_duty_hint"));
    this.duty.replaceChildren(h("span", { class: "lamp", "aria-hidden": "true" }), h("span", {}, t(me.on_duty ? "nav.on_duty" : "nav.off_duty")));
  }

  async #show() {
    const [name, ...rest] = here();
    const page = PAGES[name];
    if (!page?.may()) {
      const first = Object.keys(PAGES).find((key) => PAGES[key].may());
      if (first) go([first], { replace: true });
      else this.main.replaceChildren(h("main", { class: "panel empty" }, h("p", {}, t("nav.nothing_here"))));
      return;
    }
    if (name === this.#name && this.#page) {
      this.#page.moved?.(rest);
      return;
    }
    const turn = (this.#turn += 1);
    const { open } = await page.load();
    if (turn !== this.#turn) return;
    this.#page?.end?.();
    this.#name = name;
    document.title = `${t(`nav.${name}`)} · ${operator}`;
    this.#page = open(rest);
    this.main.replaceChildren(this.#page.element);
    for (const [one, way] of this.ways) way.ariaCurrent = one === name ? "page" : null;
    this.ways.get(name).scrollIntoView({ block: "nearest", inline: "center" });
  }

  #hear(event) {
    if (event.type === "closed") this.leave(t(event.code === 4403 ? "door.role_gone" : "door.signed_out"));
    if (event.type !== "line") return;
    clearTimeout(this.lineTimer);
    // A line that is back at once was never worth a word.
    if (event.online) this.line.textContent = "";
    else this.lineTimer = setTimeout(() => { this.line.replaceChildren(icon("alert"), h("span", {}, t("line_lost"))); }, 1_500);
  }

  async #toggleDuty() {
    try {
      await change({ on_duty: !me.on_duty });
      toast(t(me.on_duty ? "nav.now_on_duty" : "nav.now_off_duty"));
    } catch (error) {
      complain(error);
    }
  }

  async #signOut() {
    try {
      await post("sign-out");
      this.leave();
    } catch (error) {
      complain(error);
    }
  }
}
