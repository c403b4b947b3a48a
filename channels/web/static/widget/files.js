/** What came with a message of ours: pictures in the log, files to save, a place on the map. */
import { h, icon, spoken } from "./dom.js";
import { fill } from "./words.js";

/** Pictures that a browser shows and that can do nothing else. */
const SHOWN = new Set(["image/jpeg", "image/png", "image/webp", "image/gif"]);
const MEGABYTE = 1024 * 1024;

/** The files of a conversation as addresses within this page; each is fetched once, when it is first wanted. */
export class Files {
  #fetch;
  #known = new Map();

  /** `fetch(id)` resolves to the file. */
  constructor(fetch) {
    this.#fetch = fetch;
  }

  address(id) {
    if (!this.#known.has(id)) {
      const address = this.#fetch(id).then((file) => URL.createObjectURL(file));
      // What failed is asked for again the next time it is wanted.
      address.catch(() => this.#known.delete(id));
      this.#known.set(id, address);
    }
    return this.#known.get(id);
  }

  /** Forgets all others, erased ones above all. */
  keepOnly(ids) {
    for (const [id, address] of this.#known) {
      if (ids.has(id)) continue;
      this.#known.delete(id);
      address.then((url) => URL.revokeObjectURL(url), () => {});
    }
  }
}

/** The elements of a message's files and of its place. `context`: `{words, language, files}`. */
export function attached({ attachments = [], location }, context) {
  const { words } = context;
  const files = attachments.map((file) => {
    if (!file.id) return h("span", { class: "file" }, icon("clip"), h("span", {}, file.name || words.file));
    return SHOWN.has(file.type) ? picture(file, context) : saved(file, context);
  });
  return location ? [...files, place(location, words)] : files;
}

/** A picture that is fetched when it comes into view; pressed, it opens in full. */
function picture(file, context) {
  const { words, files } = context;
  const name = file.name || words.picture;
  const frame = h("a", { class: "picture waiting", target: "_blank", rel: "noopener", "aria-label": fill(words.open_picture, { name }) });
  const seen = new IntersectionObserver(async (entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    seen.disconnect();
    try {
      frame.href = await files.address(file.id);
      frame.append(h("img", { src: frame.href, alt: name, onload: () => frame.classList.remove("waiting") }));
    } catch {
      frame.replaceWith(saved(file, context));
    }
  }, { rootMargin: "200px" });
  seen.observe(frame);
  return frame;
}

function saved(file, { words, language, files }) {
  const name = file.name || words.file;
  const state = h("span", { class: "size" }, sized(file.size, language));
  const save = async () => {
    button.setAttribute("aria-busy", "true");
    try {
      h("a", { href: await files.address(file.id), download: name }).click();
      state.textContent = sized(file.size, language);
    } catch {
      state.textContent = words.file_failed;
    }
    button.removeAttribute("aria-busy");
  };
  const button = h("button", { type: "button", class: "file", onclick: save }, icon("page"),
    h("span", {}, spoken(`${words.save} `), h("span", { class: "name" }, name), state), icon("save"));
  state.setAttribute("role", "status");
  return button;
}

function place({ latitude, longitude, name, address }, words) {
  const href = `https://www.google.com/maps/search/?api=1&query=${latitude},${longitude}`;
  return h("a", { class: "file", href, target: "_blank", rel: "noopener noreferrer" }, icon("pin"),
    h("span", {}, h("span", { class: "name" }, name || address || `${latitude}, ${longitude}`),
      h("span", { class: "size" }, name && address ? `${address} · ${words.map}` : words.map)));
}

function sized(bytes, language) {
  if (!bytes) return "";
  const [amount, unit] = bytes < MEGABYTE ? [Math.max(1, Math.round(bytes / 1024)), "kilobyte"] : [bytes / MEGABYTE, "megabyte"];
  return amount.toLocaleString(language, { style: "unit", unit, maximumFractionDigits: 1 });
}
