/** One bubble on a phone: text, picture, buttons, a list to open, cards side by side. */
import { h, spoken } from "/widget/dom.js";
import { inline } from "/widget/rich.js";
import { icon } from "./icons.js";

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]}])/u;

/** `context`: `{channel, language, words, press, open}`; `press(tap)` and `open(list)` are called back. */
export function bubble(shown, context) {
  const { words, press, open } = context;
  const mine = shown.sender === "person";
  const choices = shown.list
    && h("button", { class: "opens", type: "button", onclick: () => open(shown.list) }, icon("list"), shown.list.title);
  const body = (shown.text || shown.image || shown.list)
    && h("div", { class: "bubble" },
      picture(shown.image),
      shown.text && h("p", { class: "said" }, said(shown.text, context)),
      time(shown.at, context.language),
      choices);
  return h("div", { class: `turn ${mine ? "mine" : "theirs"}` },
    spoken(`${mine ? words.person : words.assistant}: `),
    body,
    taps(shown.buttons, press),
    shown.carousel.length > 0 && h("ul", { class: "cards", role: "list", tabindex: "0", "aria-label": words.cards },
      shown.carousel.map((slide) => card(slide, press))));
}

const card = (slide, press) =>
  h("li", { class: "card" },
    picture(slide.image),
    h("div", { class: "words" }, h("strong", {}, slide.title), slide.text && h("p", {}, slide.text)),
    taps(slide.buttons, press, slide.title));

const taps = (buttons, press, about) =>
  buttons.length > 0 && h("div", { class: "taps" }, buttons.map((tap) =>
    h("button", {
      class: "tap", type: "button", "aria-label": about ? `${tap.title}: ${about}` : null, onclick: () => press(tap),
    }, tap.title)));

const picture = (address) => address && h("img", { src: address, alt: "", loading: "lazy" });

/** WhatsApp shows *bold*; the others show what is written. */
function said(text, { channel }) {
  if (channel === "whatsapp") return inline(text);
  return text.split(LINK).map((part, place) =>
    (place % 2 ? h("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part));
}

function time(at, language) {
  const when = new Date(at * 1000);
  const shown = when.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  return h("time", { datetime: when.toISOString() }, shown);
}
