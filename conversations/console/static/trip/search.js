/** Finding a trip for the traveller: dates and people, the proposals, a quote of the one they like. */
import { get, post } from "../core/api.js";
import { h } from "../core/dom.js";
import { doing, field, form, input, select } from "../core/form.js";
import { icon } from "../core/icons.js";
import { complain, dialog, toast } from "../core/overlay.js";
import { localDay, number, t } from "../core/words.js";
import { local, moneyText } from "./money.js";

const INTERESTS = ["package", "hotel", "tour", "transfer"];
let sold = null;

/** Where we sell, and who sells for us: asked once. */
async function whatIsSold() {
  const [{ destinations }, { resellers }] = await Promise.all([get("destinations"), get("resellers")]);
  return { destinations, resellers };
}

/** `wanted` fills in the form: what is known of the trip. `previous` is the quote that the new one revises. */
export async function openTrip({ id, wanted: request, previous, done }) {
  try {
    sold ??= await whatIsSold();
  } catch (error) {
    complain(error);
    return;
  }
  const today = localDay(Date.now());
  await dialog(t(previous ? "trip.revise" : "trip.find"), (close) => {
    const found = h("div", { class: "proposals", "aria-live": "polite" });
    const start = input({ name: "start_on", type: "date", required: true, min: today, value: request.start_on });
    const end = input({ name: "end_on", type: "date", required: true, min: today, value: request.end_on });
    start.addEventListener("change", () => {
      end.min = start.value;
      if (!end.value || end.value < start.value) end.value = start.value;
    });
    return [form({
      button: t("trip.search"), classes: "trip-form",
      async submit(values) {
        const wanted = asked(values);
        found.replaceChildren(h("p", { class: "list-state" }, t("loading")));
        try {
          const { proposals } = await post(`conversations/${id}/search`, wanted);
          found.replaceChildren(h("p", { class: "list-state" }, t("trip.found", { count: proposals.length })), ...proposals.map((one) => proposal(one, async () => {
            await post(`conversations/${id}/quotes`, { ...wanted, product: one.product, ...seller(values.reseller, previous), ...(previous ? { previous: previous.id } : {}) });
            toast(t("trip.quoted"));
            close();
            await done();
          })));
        } catch (error) {
          found.replaceChildren();
          throw error;
        }
      },
    },
    field(t("trip.destination"), select({ name: "destination", required: true }, [["", ""], ...sold.destinations.map(({ code, name }) => [code, local(name)])], request.destination ?? "")),
    field(t("trip.interest"), select({ name: "interest" }, INTERESTS.map((code) => [code, t(`trip.interests.${code}`)]), request.interest ?? "package")),
    field(t("trip.start"), start), field(t("trip.end"), end),
    field(t("trip.how_many"), input({ name: "adults", type: "number", min: 1, max: 30, value: request.adults ?? 2, required: true })),
    field(t("trip.ages"), input({ name: "child_ages", value: (request.child_ages ?? []).join(", "), placeholder: "8, 5", pattern: "\\s*(\\d{1,2}\\s*([,; ]\\s*\\d{1,2}\\s*)*)?" }), { hint: t("trip.ages_hint") }),
    field(t("trip.stars"), select({ name: "stars" }, [["", t("trip.any")], ...[3, 4, 5].map((count) => [String(count), t("trip.star_count", { count })])], request.stars ? String(request.stars) : "")),
    sold.resellers.length > 0 && field(t("trip.reseller"), resellers(previous?.reseller))),
    found];
  }, { wide: true });
}

const asked = (values) => ({
  destination: values.destination, start_on: values.start_on, end_on: values.end_on, adults: Number(values.adults),
  child_ages: (values.child_ages.match(/\d+/gu) ?? []).map(Number), stars: values.stars ? Number(values.stars) : null, interest: values.interest,
});

/** Who sells it, where somebody does for us. A revision stays with whoever sold the quote, unless it is another. */
function resellers(before) {
  const all = sold.resellers.map(({ code, name }) => [code, local(name)]);
  const first = all.some(([code]) => code === before) ? [] : [before ? [before, before] : ["", t("trip.no_reseller")]];
  return select({ name: "reseller" }, [...first, ...all], before ?? "");
}

const seller = (chosen, previous) => (chosen && chosen !== previous?.reseller ? { reseller: chosen } : {});

function proposal(one, quote) {
  return h("article", { class: "proposal" },
    one.photo && h("img", { src: one.photo.startsWith("/") ? one.photo : `/photos/${one.photo}`, alt: "", loading: "lazy" }),
    h("div", { class: "proposal-words" }, h("h4", {}, local(one.name)),
      h("p", { class: "deal-facts" }, one.stars && h("span", { class: "rating" }, icon("star"), t("trip.star_count", { count: one.stars })), one.rating && h("span", {}, number(one.rating, { minimumFractionDigits: 1 })))),
    h("strong", { class: "amount" }, moneyText(one.total)),
    doing(h("button", { type: "button", class: "primary" }, t("trip.quote")), quote, complain));
}
