/** Files that came with a message: pictures are shown, sounds are played, everything can be kept. */
import { blob } from "../core/api.js";
import { h } from "../core/dom.js";
import { icon } from "../core/icons.js";
import { complain, dialog } from "../core/overlay.js";
import { named, size, t } from "../core/words.js";

const KEPT = 60;
const sources = new Map();

/** The file as an address of this page only; the newest few are kept. */
function source(conversation, { media_id: id }) {
  const known = sources.get(id);
  if (known) return known;
  const loading = blob(`conversations/${conversation}/media/${id}`).then((content) => URL.createObjectURL(content));
  sources.set(id, loading);
  loading.catch(() => sources.delete(id));
  if (sources.size > KEPT) {
    const [oldest, address] = sources.entries().next().value;
    sources.delete(oldest);
    address.then((url) => URL.revokeObjectURL(url), () => {});
  }
  return loading;
}

export function attachment(file, conversation) {
  const name = file.name || t("file.nameless");
  if (file.refused) return h("p", { class: "file refused" }, icon("alert"), h("span", {}, name, h("span", { class: "small" }, named("refused", file.refused))));
  if (!file.media_id) return h("p", { class: "file" }, icon("clock"), h("span", {}, name, h("span", { class: "small" }, t("file.coming"))));
  if (file.type?.startsWith("image/")) return picture(file, name, conversation);
  const sound = file.type?.startsWith("audio/") || file.type?.startsWith("video/");
  return h("div", { class: "file" }, icon("file"),
    h("span", {}, name, h("span", { class: "small" }, [file.type?.split("/")[1]?.toUpperCase(), file.size && size(file.size)].filter(Boolean).join(" · "))),
    sound && player(file, name, conversation),
    h("button", { type: "button", class: "round", "aria-label": t("file.keep", { name }), title: t("file.keep", { name }), onclick: () => keep(file, name, conversation) }, icon("load")));
}

function picture(file, name, conversation) {
  const image = h("img", { class: "picture", alt: name });
  source(conversation, file).then((url) => { image.src = url; }, () => { image.alt = t("file.not_loaded", { name }); });
  return h("button", {
    type: "button", class: "picture-button", "aria-label": t("file.show", { name }),
    onclick: () => dialog(name, () => [
      h("img", { class: "picture-large", alt: name, src: image.src }),
      h("div", { class: "actions" }, h("button", { type: "button", class: "plain", onclick: () => keep(file, name, conversation) }, icon("load"), t("file.keep_it")))], { wide: true }),
  }, image);
}

function player(file, name, conversation) {
  const button = h("button", {
    type: "button", class: "plain", onclick: async () => {
      try {
        const element = h(file.type.startsWith("video/") ? "video" : "audio", { controls: true, "aria-label": name, src: await source(conversation, file) });
        button.replaceWith(element);
        element.play();
      } catch (error) {
        complain(error);
      }
    },
  }, t("file.play"));
  return button;
}

async function keep(file, name, conversation) {
  try {
    h("a", { href: await source(conversation, file), download: name }).click();
  } catch (error) {
    complain(error);
  }
}
