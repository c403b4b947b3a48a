/** When and for how many, and the shape of a booking's state. */
import { h } from "../core/dom.js";
import { shortDate, t } from "../core/words.js";

export const MARKS = { ON_HOLD: "clock", CONFIRMED: "check", CANCELLED: "close", EXPIRED: "alert", REDEEMED: "checks", PENDING: "clock", REJECTED: "close" };

/** What a booking has come to that holds no places any more. */
export const OVER = ["CANCELLED", "EXPIRED", "REJECTED"];

/** From what a quote was asked for. */
export function tripFacts(quote) {
  const { adults, child_ages: ages = [], start_on: start, end_on: end } = quote.request;
  const children = ages.length;
  return [
    start && h("span", {}, end !== start ? `${shortDate(start)} – ${shortDate(end)}` : shortDate(start)),
    adults && h("span", {}, [t("trip.adults", { count: adults }), children && t("trip.children", { count: children })].filter(Boolean).join(", ")),
  ];
}
