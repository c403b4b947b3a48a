/** Reports over a period, with charts, and the conversations as a file for spreadsheets. */
import { get, query } from "../core/api.js";
import { h } from "../core/dom.js";
import { field, input } from "../core/form.js";
import { icon } from "../core/icons.js";
import { problem } from "../core/overlay.js";
import { localDay, number, percent, span, t } from "../core/words.js";
import { bars, byDay } from "./charts.js";
import { figure, reasonRows } from "./figures.js";

const PERIODS = [7, 30, 90];
const DAY = 86_400_000;

export const open = () => new Reports();

class Reports {
  #asked = 0;

  constructor() {
    this.from = input({ type: "date", onchange: () => this.#load() });
    this.until = input({ type: "date", onchange: () => this.#load() });
    this.file = h("a", { class: "plain button", download: "conversations.csv" }, icon("load"), t("report.csv"));
    this.periods = h("div", { class: "segments", role: "group", "aria-label": t("report.period") }, PERIODS.map((days) => h("button", { type: "button", "data-days": days, onclick: () => this.#choose(days) }, t("report.days", { count: days }))));
    this.content = h("div", { class: "report", "aria-live": "polite" });
    this.element = h("main", { class: "panel" }, h("header", { class: "panel-head" }, h("h1", {}, t("nav.reports")),
      h("div", { class: "panel-tools" }, this.periods, field(t("report.from"), this.from, { classes: "inline" }), field(t("report.until"), this.until, { classes: "inline" }), this.file)), this.content);
    this.#choose(30);
  }

  #choose(days) {
    this.from.value = localDay(Date.now() - (days - 1) * DAY);
    this.until.value = localDay(Date.now());
    this.#load();
  }

  async #load() {
    const period = { from: this.from.value, to: this.until.value };
    const days = Math.round((new Date(period.to) - new Date(period.from)) / DAY) + 1;
    for (const button of this.periods.children) button.setAttribute("aria-pressed", String(Number(button.dataset.days) === days && period.to === localDay(Date.now())));
    this.file.href = `/console/api/${query("reports/conversations.csv", period)}`;
    const asked = (this.#asked += 1);
    try {
      const report = await get(query("reports/summary", period));
      if (asked === this.#asked) this.content.replaceChildren(...this.#drawn(report));
    } catch (error) {
      if (asked === this.#asked) this.content.replaceChildren(h("p", { class: "list-state", role: "alert" }, problem(error)));
    }
  }

  #drawn(report) {
    const time = (value) => (value === null || value === undefined ? "–" : span(value));
    const { satisfaction, first_answer: first, resolution } = report;
    const ninety = (value) => (value ? t("report.p90", { span: span(value) }) : "");
    const figures = h("div", { class: "figures" },
      figure(t("report.conversations"), number(report.conversations)),
      figure(t("report.containment"), report.containment_rate === null ? "–" : percent(report.containment_rate), { hint: t("report.contained", { count: report.contained ?? 0 }) }),
      figure(t("report.handoffs"), number(report.handoffs)),
      figure(t("report.first_answer"), time(first?.p50), { hint: [ninety(first?.p90), first?.on_target === null || first?.on_target === undefined ? "" : t("report.on_target", { share: percent(first.on_target) })].filter(Boolean).join(" · ") }),
      figure(t("report.resolution"), time(resolution?.p50), { hint: ninety(resolution?.p90) }),
      figure(t("report.satisfaction"), satisfaction?.mean ? t("report.of_five", { mean: number(satisfaction.mean, { maximumFractionDigits: 1 }) }) : "–", { hint: t("report.answers", { count: satisfaction?.answers ?? 0, asked: satisfaction?.asked ?? 0 }) }));
    const days = (report.by_day ?? []).map((one) => ({ day: one.on, parts: [Math.max(0, one.conversations - (one.handoffs ?? 0)), Math.min(one.handoffs ?? 0, one.conversations)] }));
    const people = (satisfaction?.by_agent ?? []).filter((one) => one.mean).map(({ name, mean }) => ({ name, value: mean }));
    return [figures,
      days.length > 0 && h("section", { class: "sheet" }, byDay({ title: t("report.by_day"), days, names: [t("report.bot_alone"), t("report.with_person")] })),
      h("div", { class: "columns" },
        Object.keys(report.reasons ?? {}).length > 0 && h("section", { class: "sheet" }, bars({ title: t("report.reasons"), rows: reasonRows(report.reasons) })),
        people.length > 0 && h("section", { class: "sheet" }, bars({ title: t("report.by_agent"), rows: people, most: 5 }))),
    ].filter(Boolean);
  }
}
