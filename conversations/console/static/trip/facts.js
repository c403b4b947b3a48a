/** When and for how many. */
import { h } from "../core/dom.js";
import { shortDate, t } from "../core/words.js";

/** From a quote: its own dates and party, or those of its request. */
export function tripFacts(quote) {
  const request = quote.request ?? quote;
  const adults = request.party?.adults ?? request.adults;
  const children = (request.party?.child_ages ?? request.child_ages ?? []).length;
  const start = request.start_on;
  return [
    start && h("span", {}, request.end_on && request.end_on !== start ? `${shortDate(start)} – ${shortDate(request.end_on)}` : shortDate(start)),
    adults && h("span", {}, [t("trip.adults", { count: adults }), children && t("trip.children", { count: children })].filter(Boolean).join(", ")),
  ];
}
