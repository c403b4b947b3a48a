/** When the team is there, the days it is not, and how long things may take. */
import { get, put } from "../core/api.js";
import { h } from "../core/dom.js";
import { field, form, input } from "../core/form.js";
import { icon } from "../core/icons.js";
import { problem, toast } from "../core/overlay.js";
import { t } from "../core/words.js";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const TIMES = ["first_answer_target", "offer_seconds", "remind_after", "requeue_after"];
const IN_MINUTES = new Set(["first_answer_target", "remind_after", "requeue_after"]);

/** The end of the day, which a browser's clock calls 00:00. */
const DAY_END = "24:00";

export const open = () => new Hours();

class Hours {
  constructor() {
    this.place = h("div", { class: "columns" }, h("p", { class: "list-state", role: "status" }, t("loading")));
    this.element = h("main", { class: "panel" }, h("header", { class: "panel-head" }, h("h1", {}, t("nav.hours")), h("p", { class: "lead" }, t("hours.lead"))), this.place);
    this.#load();
  }

  async #load() {
    try {
      const [hours, times] = await Promise.all([get("hours"), get("times")]);
      this.place.replaceChildren(weekSheet(hours), timesSheet(times));
    } catch (error) {
      this.place.replaceChildren(h("p", { class: "list-state", role: "alert" }, problem(error)));
    }
  }
}

function weekSheet(hours) {
  const zones = h("datalist", { id: "zones" }, (Intl.supportedValuesOf?.("timeZone") ?? []).map((zone) => h("option", { value: zone })));
  const week = DAYS.map((day, place) => dayRow(day, hours.week[place] ?? []));
  const closed = h("ul", { class: "closed-days" }, (hours.closed ?? []).map(closedDay));
  return h("section", { class: "sheet" }, h("h2", {}, t("hours.week")), form({
    button: t("save"),
    async submit({ timezone }) {
      const days = [...closed.children].map((row) => ({ on: row.querySelector("[type=date]").value, name: row.querySelector("[type=text]").value.trim() })).filter(({ on }) => on);
      await put("hours", { timezone, week: week.map(({ read }) => read()), closed: days });
      toast(t("saved"));
    },
  },
  field(t("hours.timezone"), input({ name: "timezone", value: hours.timezone, list: "zones", required: true })), zones,
  h("div", { class: "week" }, week.map(({ element }) => element)),
  h("h3", {}, t("hours.closed")), closed,
  h("button", { type: "button", class: "plain", onclick: () => { closed.append(closedDay({ on: "", name: "" })); closed.lastElementChild.querySelector("input").focus(); } }, icon("plus"), t("hours.add_day"))));
}

/** A day with its spans; none means closed. */
function dayRow(day, spans) {
  const name = t(`hours.${day}`);
  const list = h("div", { class: "spans" });
  const one = ([from, until]) => {
    const opens = h("input", { type: "time", value: from, required: true, "aria-label": t("hours.opens", { day: name }) });
    const closes = h("input", { type: "time", value: until === DAY_END ? "00:00" : until, required: true, "aria-label": t("hours.closes", { day: name }) });
    const whole = h("span", { class: "hint" }, t("hours.whole_day"));
    const told = () => { whole.hidden = opens.value !== "00:00" || closes.value !== "00:00"; };
    const element = h("span", { class: "span", oninput: told }, opens, "–", closes,
      h("button", { type: "button", class: "round", "aria-label": t("hours.remove_span", { day: name }), onclick: () => { element.remove(); shown(); add.focus(); } }, icon("close")), whole);
    told();
    return element;
  };
  const shut = h("span", { class: "hint" }, t("hours.shut"));
  const shown = () => { shut.hidden = list.querySelectorAll(".span").length > 0; };
  list.append(...spans.map(one), shut);
  shown();
  const add = h("button", { type: "button", class: "round", "aria-label": t("hours.add_span", { day: name }), title: t("hours.add_span", { day: name }), onclick: () => { list.insertBefore(one(["09:00", "18:00"]), shut); shown(); } }, icon("plus"));
  const element = h("div", { class: "week-day", role: "group", "aria-label": name }, h("strong", {}, name), list, add);
  const read = () => [...list.querySelectorAll(".span")].map((span) => [...span.querySelectorAll("input")].map(({ value }, at) => (at === 1 && value === "00:00" ? DAY_END : value)));
  return { element, read };
}

function closedDay({ on, name }) {
  const element = h("li", {}, h("input", { type: "date", value: on, required: true, "aria-label": t("hours.closed_on") }), h("input", { type: "text", value: name, maxlength: 60, "aria-label": t("hours.closed_name"), placeholder: t("hours.closed_name") }),
    h("button", { type: "button", class: "round", "aria-label": t("remove"), onclick: () => element.remove() }, icon("close")));
  return element;
}

function timesSheet(times) {
  return h("section", { class: "sheet" }, h("h2", {}, t("hours.times")), form({
    button: t("save"),
    async submit(values) {
      await put("times", Object.fromEntries(TIMES.map((key) => [key, Math.round(Number(values[key]) * (IN_MINUTES.has(key) ? 60 : 1))])));
      toast(t("saved"));
    },
  }, TIMES.map((key) => field(t(`hours.${key}`), input({
    name: key, type: "number", min: IN_MINUTES.has(key) ? 0.5 : 5, step: IN_MINUTES.has(key) ? 0.5 : 1, required: true, value: times[key] / (IN_MINUTES.has(key) ? 60 : 1),
  }), { hint: t(`hours.${key}_hint`) }))));
}
