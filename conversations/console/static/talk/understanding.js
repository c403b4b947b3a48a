/** What the bot took a message to mean, on demand. */
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { named, percent, t } from "../core/words.js";

const INWARD = new Set(["turn", "offered", "hints", "misunderstood"]);

export function understanding({ intent, confidence, entities = [], actions = [], slots = {} }) {
  const known = Object.entries(slots).filter(([name, value]) => !INWARD.has(name) && !empty(value));
  const sure = confidence >= 0.8 ? "high" : confidence >= 0.5 ? "middle" : "low";
  return h("details", { class: "understanding" },
    h("summary", {}, icon("brain"), h("span", {}, intent ? intentName(intent) : t("understanding.none"))),
    h("div", { class: "understood" },
      h("p", {}, h("span", { class: "label" }, t("understanding.intent")), h("strong", {}, intent ? intentName(intent) : t("understanding.none")),
        typeof confidence === "number" && h("span", { class: `sure ${sure}` }, t(`understanding.sure_${sure}`), " ", percent(confidence))),
      entities.length > 0 && h("p", {}, h("span", { class: "label" }, t("understanding.heard")), entities.filter(({ entity }) => entity !== "knowledge" && entity !== "language").map(({ entity, value }) => h("code", {}, `${entity}: ${short(value)}`))),
      known.length > 0 && h("details", { open: true }, h("summary", {}, t("understanding.slots", { count: known.length })),
        h("dl", {}, known.flatMap(([name, value]) => [h("dt", {}, named("slot", name)), h("dd", {}, short(value))]))),
      actions.length > 0 && h("p", {}, h("span", { class: "label" }, t("understanding.actions")), actions.map((name) => h("code", {}, name)))));
}

const intentName = (intent) => named("intent", intent);
const empty = (value) => value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

function short(value) {
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(short).join(", ");
  if (value.start && value.end) return `${value.start} – ${value.end}`;
  return Object.entries(value).filter(([, inner]) => !empty(inner)).map(([name, inner]) => `${name} ${short(inner)}`).join(", ");
}
