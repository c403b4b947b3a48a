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
  const body = (shown.text || shown.image || shown.list || shown.file || shown.spot)
    && h("div", { class: "bubble" },
      picture(shown.image),
      shown.file && file(shown.file, context),
      shown.spot && place(shown.spot, context),
      shown.text && h("p", { class: "said" }, said(shown.text, context)),
      time(shown, context),
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
  buttons.length > 0 && h("div", { class: "taps" }, rowsOf(buttons).map((row) =>
    h("div", { class: "tap-row" }, row.map((tap) => (LINK.test(tap.data)
      ? h("a", { class: "tap", href: tap.data, target: "_blank", rel: "noopener noreferrer" }, tap.title)
      : h("button", {
        class: "tap", type: "button", "aria-label": about ? `${tap.title}: ${about}` : null, onclick: () => press(tap),
      }, tap.title))))));

/** Side by side where the channel has them so. */
function rowsOf(buttons) {
  const rows = new Map();
  for (const tap of buttons) rows.set(tap.row, [...(rows.get(tap.row) ?? []), tap]);
  return [...rows.values()];
}

const picture = (address) => address && h("img", { src: address, alt: "", loading: "lazy" });

/** WhatsApp shows *bold*; the others show what is written. */
function said(text, { channel }) {
  if (channel === "whatsapp") return inline(text);
  return text.split(LINK).map((part, place) =>
    (place % 2 ? h("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part));
}

const file = ({ name, size, address }, { words, language }) =>
  h("a", { class: "file", href: address, download: name, "aria-label": `${words.file}: ${name}` }, icon("file"),
    h("span", {}, h("strong", {}, name), h("span", { class: "size" }, sized(size, language))));

const sized = (size, language) => (size < 1024 * 1024
  ? `${Math.max(1, Math.round(size / 1024)).toLocaleString(language)} KB`
  : `${(size / 1024 / 1024).toLocaleString(language, { maximumFractionDigits: 1 })} MB`);

function place({ latitude, longitude, name, address }, { words }) {
  const href = `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;
  const title = name || `${latitude}, ${longitude}`;
  return h("a", { class: "file", href, target: "_blank", rel: "noopener noreferrer", "aria-label": `${words.map}: ${title}` },
    icon("place"), h("span", {}, h("strong", {}, title), address && h("span", { class: "size" }, address)));
}

function time({ at, sender, read }, { language, words }) {
  const when = new Date(at * 1000);
  const shown = when.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  return h("time", { datetime: when.toISOString() }, shown,
    sender === "person" && read && [" ", h("span", { class: "ticks", "aria-hidden": "true" }, "✓✓"), spoken(words.read)]);
}

/** The three dots while the assistant is writing. */
export const writing = (words) =>
  h("div", { class: "turn theirs writing" },
    h("div", { class: "bubble" }, spoken(words.typing), h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"))));
