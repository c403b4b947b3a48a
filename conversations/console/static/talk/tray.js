/** Files about to be sent: given to the server at once, so that sending does not wait for them. */
import { upload } from "../core/api.js";
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { complain, toast } from "../core/overlay.js";
import { size, t } from "../core/words.js";

const LARGEST = 10_000_000;
const MOST = 5;

export class Tray {
  #conversation;
  #files = [];

  constructor(conversation) {
    this.#conversation = conversation;
    this.element = h("ul", { class: "tray", "aria-label": t("file.tray"), hidden: true });
    const chooser = h("input", { type: "file", multiple: true, hidden: true, onchange: () => { this.add([...chooser.files]); chooser.value = ""; } });
    this.button = h("span", { class: "clip" }, chooser, h("button", { type: "button", class: "round", "aria-label": t("file.attach"), title: t("file.attach"), onclick: () => chooser.click() }, icon("clip")));
  }

  /** Takes what is pasted into an element or dropped on it, where it `may` come along. */
  listen(element, may) {
    const take = (event, given) => {
      element.classList.remove("dropping");
      if (!given?.files.length || !may()) return;
      event.preventDefault();
      this.add([...given.files]);
    };
    element.addEventListener("paste", (event) => take(event, event.clipboardData));
    element.addEventListener("drop", (event) => take(event, event.dataTransfer));
    element.addEventListener("dragleave", () => element.classList.remove("dropping"));
    element.addEventListener("dragover", (event) => {
      if (!may() || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      element.classList.add("dropping");
    });
  }

  get busy() {
    return this.#files.some(({ media_id: id }) => !id);
  }

  get ready() {
    return this.#files.filter(({ media_id: id }) => id);
  }

  /** What is ready, taken out. */
  take() {
    const taken = this.ready;
    this.put([]);
    return taken;
  }

  put(files) {
    this.#files = [...files];
    this.#draw();
  }

  add(files) {
    for (const file of files) {
      if (this.#files.length >= MOST) return toast(t("file.too_many", { count: MOST }), "bad");
      if (file.size > LARGEST) toast(t("file.too_large", { name: file.name }), "bad");
      else this.#give(file);
    }
    return undefined;
  }

  async #give(file) {
    const item = { name: file.name, size: file.size, media_id: null };
    this.#files.push(item);
    this.#draw();
    try {
      item.media_id = (await upload(`conversations/${this.#conversation}/files`, file)).media_id;
    } catch (error) {
      complain(error);
      this.#files = this.#files.filter((one) => one !== item);
    }
    this.#draw();
  }

  #draw() {
    this.element.hidden = !this.#files.length;
    this.element.replaceChildren(...this.#files.map((file) => h("li", { class: file.media_id ? "chip" : "chip busy" }, icon(file.media_id ? "file" : "clock"),
      h("span", {}, file.name, h("span", { class: "small" }, file.media_id ? size(file.size) : t("file.uploading"))),
      h("button", { type: "button", class: "round", "aria-label": t("file.remove", { name: file.name }), onclick: () => { this.put(this.#files.filter((one) => one !== file)); } }, icon("close")))));
  }
}
