/** One message: who said it, what came with it, how far it got, and what the bot made of it. */
import { h, spoken } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { me } from "../core/me.js";
import { clock, named, number, t } from "../core/words.js";
import { avatar, botMark } from "../people.js";
import { attachment } from "./attachments.js";
import { rich } from "./rich.js";
import { understanding } from "./understanding.js";

const MARKS = { queued: "clock", sending: "clock", sent: "check", delivered: "checks", read: "checks", failed: "alert" };

/** One's own is not read out again, however far it gets. */
export function message(one, joined, conversation) {
  const own = one.direction === "out";
  const mine = one.agent?.id === me.id;
  const who = mine ? t("talk.you") : one.agent?.name ?? t(`sender.${one.sender}`);
  const blank = !one.text?.trim() && !one.attachments?.length && !one.cards?.length && !one.location && !one.buttons?.length;
  return h("li", { class: `entry ${own ? "own" : "theirs"} ${one.sender}${mine ? " mine" : ""}${joined ? " joined" : ""}`, "data-offset": one.offset, "aria-live": mine ? "off" : null },
    h("div", { class: "body" },
      h("p", { class: joined ? "by spoken" : "by" }, h("strong", {}, who), one.sender === "bot" && h("span", { class: "tag" }, t("sender.automatic")), spoken(": ")),
      one.text?.trim() && h("div", { class: "bubble" }, h("div", { class: "text" }, rich(one.text))),
      blank && h("div", { class: "bubble blank" }, t("talk.erased")),
      one.cards?.length > 0 && h("div", { class: "cards", tabindex: "0", role: "group", "aria-label": t("talk.cards") }, one.cards.map(card)),
      one.attachments?.map((file) => attachment(file, conversation)),
      one.location && place(one.location),
      one.buttons?.length > 0 && h("ul", { class: "offered", "aria-label": t("talk.buttons") }, one.buttons.map(offered)),
      h("div", { class: "meta" }, h("time", { datetime: one.at }, clock(one.at)), own && delivery(one),
        !own && one.turn === "deferred" && h("span", {}, t("talk.not_for_bot")), one.understanding && understanding(one.understanding))),
    own && (one.sender === "bot" ? botMark() : avatar(mine ? me.name : one.agent?.name ?? t(`sender.${one.sender}`))));
}

/** What was offered to press; of a link the way there. */
const offered = ({ title, payload }) => h("li", {}, /^https?:\/\//u.test(payload ?? "") ? h("a", { href: payload, target: "_blank", rel: "noopener noreferrer" }, title) : title);

function delivery({ delivery: state, failure }) {
  if (!state) return null;
  const why = failure ? `: ${named("failure", failure)}` : "";
  return h("span", { class: `delivery ${state}`, title: t(`delivery.${state}`) + why }, icon(MARKS[state] ?? "clock"),
    state === "failed" ? t("delivery.failed") + why : spoken(t(`delivery.${state}`)));
}

function card({ title, subtitle, image, price, rating }) {
  return h("article", { class: "card" }, image && h("img", { src: image, alt: "", loading: "lazy" }),
    h("div", { class: "card-words" }, h("h4", {}, title), subtitle && h("p", {}, subtitle),
      h("p", { class: "card-price" }, price && h("strong", {}, price), rating && h("span", { class: "rating" }, icon("star"), number(rating, { minimumFractionDigits: 1 })))));
}

function place({ latitude, longitude, name, address }) {
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=15/${latitude}/${longitude}`;
  return h("a", { class: "file place", href: map, target: "_blank", rel: "noopener noreferrer" }, icon("place"),
    h("span", {}, h("strong", {}, name || t("talk.place")), h("span", { class: "small" }, address || `${number(latitude, { maximumFractionDigits: 4 })}, ${number(longitude, { maximumFractionDigits: 4 })}`)));
}
