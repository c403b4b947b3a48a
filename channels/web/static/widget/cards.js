/** Numbered cards in a row that scrolls and snaps. */
import { picture } from "./address.js";
import { h, icon, spoken } from "./dom.js";
import { fill } from "./words.js";

/** Between two cards, in pixels, as in the style sheet. */
const GAP = 12;

/** A row of cards; `choose(button)` is called with the button that was pressed. */
export function cardRow(cards, { words, language, choose }) {
  const label = fill(words.options, { count: cards.length }, language);
  const list = h("ul", { class: "cards", role: "list", "aria-label": label, onkeydown: byArrow },
    cards.map((card) => cardOf(card, { words, language, choose })));
  if (cards.length < 2) return list;
  const step = (direction) => list.scrollBy({ left: direction * (list.firstChild.offsetWidth + GAP) });
  // Pointer aids only: the keyboard reaches every card by Tab or the arrow keys.
  const aside = { type: "button", tabindex: "-1", "aria-hidden": "true" };
  const arrow = (name, direction) =>
    h("button", { ...aside, class: `arrow ${name}`, onclick: () => step(direction) }, icon(name));
  const row = h("div", { class: "card-row" }, list, arrow("previous", -1), arrow("next", 1));
  const mark = () => {
    row.classList.toggle("at-start", list.scrollLeft < 8);
    row.classList.toggle("at-end", list.scrollLeft + list.clientWidth > list.scrollWidth - 8);
  };
  list.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(list);
  return row;
}

function cardOf(card, { words, language, choose }) {
  const source = picture(card.image);
  const chosen = (button) => ({ ...button, title: `${button.title}: ${card.title}` });
  return h("li", { class: "card" },
    h("div", { class: "photo" },
      source && h("img", { src: source, alt: "", decoding: "async", onerror: ({ target }) => target.remove() }),
      h("span", { class: "number" }, spoken(`${words.option} `), String(card.number))),
    h("div", { class: "about" },
      h("h3", {}, card.title),
      card.subtitle && h("p", { class: "subtitle" }, card.subtitle),
      typeof card.rating === "number" && stars(card.rating, words, language),
      card.price && h("p", { class: "price" }, card.price)),
    h("div", { class: "choose" }, (card.buttons ?? []).map((button, index) => {
      const named = { "aria-label": chosen(button).title, class: index ? "plain" : "primary" };
      return h("button", { type: "button", ...named, onclick: () => choose(chosen(button)) }, button.title);
    })));
}

function stars(rating, words, language) {
  const number = rating.toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const row = h("span", { class: "stars", "aria-hidden": "true" }, "★★★★★");
  row.style.setProperty("--filled", `${Math.min(100, Math.max(0, rating * 20))}%`);
  return h("p", { class: "rating" },
    row, h("span", { "aria-hidden": "true" }, number), spoken(fill(words.rating, { rating: number })));
}

function byArrow(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const cards = [...event.currentTarget.children];
  const next = cards[cards.indexOf(event.target.closest(".card")) + step];
  if (!next) return;
  event.preventDefault();
  next.querySelector("button")?.focus();
}
