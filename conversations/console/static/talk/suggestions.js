/** While writing: canned answers after "/", colleagues after "@" in a note; chosen with the keyboard or pressed. */
import { get } from "../core/api.js";
import { h } from "../core/dom.js";
import { me } from "../core/me.js";
import { operator, t } from "../core/words.js";
import { avatar } from "../people.js";

const MOST = 8;
const LASTS = 60_000;
let canned = { at: 0, answers: [] };
let people = { at: 0, agents: [] };

/** Canned answers and colleagues change rarely: asked for once a minute at most. */
async function answers() {
  if (Date.now() - canned.at > LASTS) canned = { at: Date.now(), answers: (await get("canned")).answers };
  return canned.answers;
}
async function colleagues() {
  if (Date.now() - people.at > LASTS) people = { at: Date.now(), agents: (await get("agents")).agents };
  return people.agents.filter(({ id, role, disabled }) => id !== me.id && !disabled && role !== "supplier" && role !== "reseller");
}
/** They were changed on this page. */
export const forgetCanned = () => { canned.at = 0; };

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const handle = (name) => name.trim().replace(/\s+/gu, ".");

export class Suggestions {
  #input;
  #around;
  #items = [];
  #place = 0;
  #token = null;
  #dismissed = null;
  #known = new Map();

  /** `facts()` gives the row and a reference for variables, `mode()` "reply" or "note". */
  constructor(input, around) {
    this.#input = input;
    this.#around = around;
    this.element = h("ul", { class: "suggestions", role: "listbox", id: "suggestions", "aria-label": t("composer.suggestions"), hidden: true });
    input.setAttribute("aria-controls", "suggestions");
    input.setAttribute("aria-autocomplete", "list");
    input.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
  }

  /** Looks at what stands before the cursor. */
  async look() {
    const before = this.#input.value.slice(0, this.#input.selectionStart);
    const [, sign, word] = /(?:^|\s)([/@])([^\s/@]*)$/u.exec(before) ?? [];
    const wanted = sign === "/" || (sign === "@" && this.#around.mode() === "note");
    this.#token = wanted ? { from: before.length - word.length - 1, to: before.length, sign, word } : null;
    if (!wanted || this.#dismissed === this.#token.from) return this.#close();
    this.#dismissed = null;
    const token = this.#token;
    const items = await (sign === "/" ? this.#canned(word) : this.#people(word)).catch(() => []);
    if (token === this.#token) this.#show(items);
    return undefined;
  }

  /** Whether the key was for us. */
  key(event) {
    if (this.element.hidden || event.isComposing) return false;
    const { length } = this.#items;
    if (event.key === "ArrowDown") this.#mark((this.#place + 1) % length);
    else if (event.key === "ArrowUp") this.#mark((this.#place + length - 1) % length);
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") this.#choose(this.#items[this.#place]);
    else if (event.key === "Escape") {
      this.#dismissed = this.#token?.from ?? null;
      this.#close();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** The ids of the colleagues whose names stand in a text. */
  mentioned(text) {
    return [...this.#known].filter(([name]) => text.includes(name)).map(([, id]) => id);
  }

  async #canned(word) {
    const { row } = this.#around.facts();
    const wanted = folded(word);
    const weight = (one) => (one.language === row?.language ? 0 : 2) + (folded(one.shortcut).startsWith(wanted) ? 0 : 1);
    return (await answers())
      .filter((one) => folded(one.shortcut).includes(wanted) || (wanted.length > 2 && folded(one.text).includes(wanted)))
      .filter((one, at, all) => one.language === row?.language || !all.some((other) => other.shortcut === one.shortcut && other.language === row?.language))
      .toSorted((one, other) => weight(one) - weight(other) || one.shortcut.localeCompare(other.shortcut))
      .slice(0, MOST)
      .map((one) => ({ id: one.id, title: `/${one.shortcut}`, side: one.language.toUpperCase(), text: this.#filled(one.text), insert: this.#filled(one.text) }));
  }

  async #people(word) {
    return (await colleagues()).filter(({ name }) => folded(name).includes(folded(word)) || folded(handle(name)).startsWith(folded(word))).slice(0, MOST)
      .map(({ id, name, on_duty: there }) => ({ id, title: name, face: name, text: t(there ? "nav.on_duty" : "nav.off_duty"), insert: `@${handle(name)} `, person: id }));
  }

  #filled(text) {
    const { row, reference } = this.#around.facts();
    const values = { name: row?.name?.split(" ")[0], agent: me.name.split(" ")[0], reference, operator };
    // What is not known stays as it is, to be seen and filled in.
    return text.replace(/\{(name|agent|reference|operator)\}/gu, (whole, name) => values[name] || whole);
  }

  #show(items) {
    this.#items = items;
    this.element.replaceChildren(...items.map((item, place) => h("li", { role: "option", id: `suggestion-${place}`, onpointerdown: (event) => { event.preventDefault(); this.#choose(item); } },
      item.face && avatar(item.face), h("span", { class: "suggestion-title" }, item.title), item.side && h("span", { class: "code" }, item.side), h("span", { class: "suggestion-text" }, item.text))));
    this.element.hidden = !items.length;
    if (items.length) this.#mark(0);
    else this.#close();
  }

  #mark(place) {
    this.#place = place;
    [...this.element.children].forEach((element, at) => element.setAttribute("aria-selected", String(at === place)));
    this.element.children[place]?.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", `suggestion-${place}`);
  }

  #choose(item) {
    const { from, to } = this.#token;
    if (item.person) this.#known.set(item.insert.trim(), item.person);
    this.#input.setRangeText(item.insert, from, to, "end");
    this.#close();
    this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    // The first gap is chosen, so that writing fills it in.
    const gap = /\{\w+\}/u.exec(item.insert);
    if (gap) this.#input.setSelectionRange(from + gap.index, from + gap.index + gap[0].length);
  }

  #close() {
    this.element.hidden = true;
    this.#items = [];
    this.#input.removeAttribute("aria-activedescendant");
  }
}
