/** Searching names, messages, references and notes; a hit opens its conversation at its place. */
import { get, query } from "../core/api.js";
import { h, spoken } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { problem } from "../core/overlay.js";
import { named, stamp, t } from "../core/words.js";
import { nameOf } from "../people.js";

const PAUSE = 220;
const SHORTEST = 2;

export class Search {
  #choose;
  #left;
  #timer;
  #asked = 0;
  #hits = [];

  constructor({ choose, left }) {
    [this.#choose, this.#left] = [choose, left];
    this.input = h("input", {
      type: "search", placeholder: t("search.placeholder"), "aria-label": t("search.label"), autocomplete: "off", spellcheck: "false", role: "combobox", "aria-expanded": "false",
      "aria-controls": "search-hits", "aria-autocomplete": "list", oninput: () => this.#later(), onkeydown: (event) => this.#keys(event),
    });
    this.element = h("div", { class: "search" }, icon("search"), this.input, h("kbd", { "aria-hidden": "true" }, "/"));
    this.list = h("ul", { class: "hits", role: "listbox", id: "search-hits", "aria-label": t("search.hits") });
    this.note = h("p", { class: "list-state", role: "status" });
    this.results = h("div", { class: "results", hidden: true }, this.note, this.list);
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  #later() {
    clearTimeout(this.#timer);
    const words = this.input.value.trim();
    if (words.length < SHORTEST) this.#close();
    else this.#timer = setTimeout(() => this.#search(words), PAUSE);
  }

  async #search(words) {
    const asked = (this.#asked += 1);
    let hits = [];
    let note = "";
    try {
      ({ hits } = await get(query("search", { q: words })));
    } catch (error) {
      note = problem(error);
    }
    if (asked !== this.#asked) return;
    this.#hits = hits;
    this.note.textContent = note || t("search.found", { count: hits.length });
    this.list.replaceChildren(...hits.map((hit, place) => this.#hit(hit, place, words)));
    this.results.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark(hits.length ? 0 : -1);
  }

  #hit(hit, place, words) {
    return h("li", { class: "hit", role: "option", id: `hit-${place}`, "aria-selected": "false", onclick: () => this.#open(hit) },
      h("div", { class: "row-top" }, h("strong", { class: "who" }, marked(nameOf({ id: hit.conversation_id, name: hit.name }), words)), hit.at && h("time", { datetime: hit.at }, stamp(hit.at))),
      h("p", { class: "said" }, h("span", { class: "what" }, t(`search.what.${hit.what}`)), " ", spoken(": "),
        hit.reference && h("code", {}, hit.reference), hit.reference && " ", marked(hit.text ?? "", words)),
      h("div", { class: "row-facts" }, h("span", { class: `channel ${hit.channel}` }, icon(hit.channel), h("span", {}, named("channel", hit.channel)))));
  }

  #open(hit) {
    this.#choose(hit.conversation_id, hit.offset);
  }

  #close() {
    this.#asked += 1;
    this.#hits = [];
    this.results.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #mark(place) {
    this.place = place;
    [...this.list.children].forEach((element, at) => {
      element.classList.toggle("active", at === place);
      element.setAttribute("aria-selected", String(at === place));
      if (at === place) element.scrollIntoView({ block: "nearest" });
    });
    if (place >= 0) this.input.setAttribute("aria-activedescendant", `hit-${place}`);
  }

  #keys(event) {
    if (event.key === "Escape") {
      this.input.value = "";
      this.#close();
      this.#left();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const { length } = this.#hits;
      if (length) this.#mark((this.place + (event.key === "ArrowDown" ? 1 : length - 1)) % length);
    } else if (event.key === "Enter" && this.#hits[this.place]) this.#open(this.#hits[this.place]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The words that were searched for, marked where they stand, whatever their accents. */
function marked(text, words) {
  const parts = [];
  const plain = [...text];
  const lower = plain.map((letter) => folded(letter));
  const wanted = words.split(/\s+/u).map((word) => [...folded(word)]).filter((word) => word.length > 1);
  let from = 0;
  for (let at = 0; at < plain.length; at += 1) {
    const hit = wanted.find((word) => word.every((letter, step) => lower[at + step] === letter));
    if (!hit) continue;
    parts.push(plain.slice(from, at).join(""), h("mark", {}, plain.slice(at, at + hit.length).join("")));
    from = at + hit.length;
    at = from - 1;
  }
  return [...parts, plain.slice(from).join("")];
}
