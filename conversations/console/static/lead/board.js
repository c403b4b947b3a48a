/** The live board: how many wait and how long, who is there, what money waits for a person, and today so far. */
import { get } from "../core/api.js";
import { h, keyed } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { live, paced } from "../core/live.js";
import { problem } from "../core/overlay.js";
import { to } from "../core/route.js";
import { number, percent, span, t } from "../core/words.js";
import { avatar } from "../people.js";
import { bars } from "./charts.js";
import { figure, reasonRows } from "./figures.js";

const AGAIN = 20_000;

export const open = () => new Board();

class Board {
  #timer;
  #off;
  #told = "";

  constructor() {
    this.figures = h("div", { class: "figures" });
    this.agents = h("ul", { class: "people" });
    this.today = h("div", { class: "figures" });
    this.reasons = h("div", {});
    this.note = h("p", { class: "list-state", role: "status" }, t("loading"));
    this.element = h("main", { class: "panel" }, h("header", { class: "panel-head" }, h("h1", {}, t("nav.board")), h("p", { class: "lead" }, t("board.lead"))),
      this.note, this.figures,
      h("div", { class: "columns" }, h("section", { class: "sheet" }, h("h2", {}, t("board.agents")), this.agents), h("section", { class: "sheet" }, h("h2", {}, t("board.today")), this.today, this.reasons)));
    this.due = get("books/attention").catch(() => ({}));
    const again = paced(() => this.#load(), 2_000);
    this.#off = live.on((event) => (event.type === "anew" || event.type === "event") && event.kind !== "message.changed" && again());
    this.#timer = setInterval(again, AGAIN);
    this.#load();
  }

  end() {
    clearInterval(this.#timer);
    this.#off();
  }

  async #load() {
    try {
      const board = await get("reports/live");
      const due = Object.values(await this.due).reduce((sum, count) => sum + count, 0);
      this.note.textContent = "";
      this.#show(board, due);
    } catch (error) {
      this.note.textContent = problem(error);
    }
  }

  #show(board, due) {
    const { queue, longest_wait: wait, waiting, owned, agents, today } = board;
    const there = agents.filter((one) => one.on_duty);
    this.figures.replaceChildren(
      figure(t("board.queue"), number(queue), { href: to("inbox", "unassigned"), alarm: queue > 0 && !there.length }),
      figure(t("board.longest_wait"), wait ? span(wait) : "–"),
      figure(t("board.waiting"), number(waiting), { href: to("inbox", "waiting") }),
      figure(t("board.owned"), number(owned)),
      figure(t("board.there"), `${there.length} / ${agents.length}`),
      figure(t("board.money"), number(due), { href: to("books"), alarm: due > 0 }));
    keyed(this.agents, agents, ({ id }) => id, person);
    const told = JSON.stringify(today);
    if (told === this.#told || !today) return;
    this.#told = told;
    this.today.replaceChildren(
      figure(t("report.conversations"), number(today.conversations)), figure(t("report.handoffs"), number(today.handoffs)),
      figure(t("report.containment"), today.containment_rate === null ? "–" : percent(today.containment_rate)),
      figure(t("report.first_answer"), today.first_answer?.p50 ? span(today.first_answer.p50) : "–"));
    this.reasons.replaceChildren(...(Object.keys(today.reasons ?? {}).length ? [bars({ title: t("report.reasons"), rows: reasonRows(today.reasons) })] : []));
  }
}

function person({ name, on_duty: there, load, capacity }) {
  const full = load >= capacity;
  return h("li", {}, avatar(name), h("div", { class: "person-words" }, h("strong", {}, name),
    h("span", { class: `presence-mark ${there ? "there" : ""}` }, icon(there ? "check" : "close"), t(there ? "nav.on_duty" : "nav.off_duty"))),
  h("div", { class: "load" }, h("meter", { min: 0, max: Math.max(capacity, 1), value: load, "aria-label": t("board.load", { name }) }),
    h("span", { class: full ? "full" : "" }, full ? t("board.full", { load, capacity }) : `${load} / ${capacity}`)));
}
