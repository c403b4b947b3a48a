/** What the bot took a message to mean, on demand. */
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { date, has, moment, named, number, percent, t } from "../core/words.js";

/** Facts that are kept as data, as people say them. */
const SAID = {
  travel_dates: ({ start, end }) => (end && end !== start ? `${date(start)} – ${date(end)}` : date(start)),
  party: ({ adults, children }) => [adults && t("trip.adults", { count: adults }), children && t("trip.children", { count: children })].filter(Boolean).join(", "),
  budget: ({ amount, currency }) => [currency, number(amount)].filter(Boolean).join(" "),
  language: (code) => t(`languages.${code}`),
  hold_until: moment,
};

export function understanding({ intent, confidence, entities = [], actions = [], slots = {} }) {
  const known = facts(Object.entries(slots));
  const heard = facts(entities.map(({ entity, value }) => [entity, value])).filter(([name]) => name !== "language");
  const sure = confidence >= 0.8 ? "high" : confidence >= 0.5 ? "middle" : "low";
  return h("details", { class: "understanding" },
    h("summary", {}, icon("brain"), h("span", {}, intent ? intentName(intent) : t("understanding.none"))),
    h("div", { class: "understood" },
      h("p", {}, h("span", { class: "label" }, t("understanding.intent")), h("strong", {}, intent ? intentName(intent) : t("understanding.none")),
        typeof confidence === "number" && h("span", { class: `sure ${sure}` }, t(`understanding.sure_${sure}`), " ", percent(confidence))),
      heard.length > 0 && h("p", {}, h("span", { class: "label" }, t("understanding.heard")), heard.map(([name, value]) => h("code", {}, `${named("slot", name)}: ${value}`))),
      known.length > 0 && h("details", { open: true }, h("summary", {}, t("understanding.slots", { count: known.length })),
        h("dl", {}, known.flatMap(([name, value]) => [h("dt", {}, named("slot", name)), h("dd", {}, value)]))),
      actions.length > 0 && h("p", {}, h("span", { class: "label" }, t("understanding.actions")), actions.map((name) => h("code", {}, name)))));
}

const intentName = (intent) => named("intent", intent);
const empty = (value) => value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** Those that have a name for people; the others are the bot's own. */
const facts = (all) => all.filter(([name, value]) => has(`slot.${name}`) && !empty(value)).map(([name, value]) => [name, said(name, value)]);

function said(name, value) {
  try {
    return SAID[name]?.(value) || short(value);
  } catch {
    // Kept in another form than today's.
    return short(value);
  }
}

function short(value) {
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(short).join(", ");
  return value.name ? short(value.name) : Object.entries(value).filter(([, inner]) => !empty(inner)).map(([name, inner]) => `${name} ${short(inner)}`).join(", ");
}
