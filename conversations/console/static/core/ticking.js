/** Times that run: one clock for the whole page, which looks for `<time data-...>` elements on the screen. */
import { h } from "./dom.js";
import { clock, countdown, span, t } from "./words.js";

const NEAR = 120;

/** What is left until `at`; says `over` afterwards. */
export function left(at, over) {
  return show(h("time", { class: "ticking", datetime: at, "data-until": at, "data-over": over }));
}

/** How long somebody has waited since `at`, against a target in seconds: colour, a shape and words. */
export function waiting(at, target) {
  return show(h("time", { class: "ticking waited", datetime: at, "data-since": at, "data-target": target ?? "", title: t("inbox.waiting_since", { at: clock(at) }) }));
}

function show(element) {
  const { until, since, over, target } = element.dataset;
  if (until) {
    const seconds = (new Date(until) - Date.now()) / 1000;
    element.textContent = seconds > 0 ? countdown(until) : over;
    element.classList.toggle("near", seconds > 0 && seconds < NEAR);
    element.classList.toggle("over", seconds <= 0);
    return element;
  }
  const seconds = (Date.now() - new Date(since)) / 1000;
  const late = target && seconds > Number(target);
  const close = target && !late && seconds > Number(target) * 0.7;
  element.textContent = late ? t("inbox.late", { span: span(seconds) }) : span(seconds);
  element.classList.toggle("over", Boolean(late));
  element.classList.toggle("near", Boolean(close));
  return element;
}

setInterval(() => {
  for (const element of document.querySelectorAll(".ticking")) show(element);
}, 1_000);
