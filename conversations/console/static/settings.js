/** One's own settings: name, language, look, password, the second factor. */
import { post, remove } from "./core/api.js";
import { h } from "./core/dom.js";
import { field, form, input, select } from "./core/form.js";
import { become, change, me, totp } from "./core/me.js";
import { lasting } from "./core/memory.js";
import { dialog, toast } from "./core/overlay.js";
import { LANGUAGES, t } from "./core/words.js";
import { MIN_PASSWORD } from "./door.js";

const THEMES = ["system", "light", "dark"];

/** `again()` draws the console anew after the language changed. */
export function openSettings(again) {
  return dialog(t("settings.title"), (close) => {
    const second = h("section", { class: "part" });
    drawSecond(second);
    return [
      h("section", { class: "part" }, form({
        button: t("save"),
        async submit({ name, language }) {
          const other = language !== me.language;
          await change({ name: name.trim(), language });
          toast(t("saved"));
          if (!other) return;
          close();
          await again();
        },
      },
      field(t("settings.name"), input({ name: "name", value: me.name, required: true, maxlength: 80 })),
      field(t("language"), select({ name: "language" }, LANGUAGES.map((code) => [code, t(`languages.${code}`)]), me.language)))),
      h("section", { class: "part" }, field(t("settings.theme"), themes())),
      h("section", { class: "part" }, h("h3", {}, t("settings.password")), form({
        button: t("settings.change_password"), plain: true,
        async submit({ current, fresh }, element) {
          await post("me/password", { current, new: fresh });
          element.reset();
          toast(t("settings.password_changed"));
        },
      },
      field(t("settings.current"), input({ name: "current", type: "password", autocomplete: "current-password", required: true })),
      field(t("door.new_password"), input({ name: "fresh", type: "password", autocomplete: "new-password", required: true, minlength: MIN_PASSWORD }), { hint: t("door.password_hint", { count: MIN_PASSWORD }) }))),
      second,
    ];
  });
}

function themes() {
  const element = select({}, THEMES.map((name) => [name, t(`settings.themes.${name}`)]), lasting.read("theme") ?? "system");
  element.addEventListener("change", () => {
    const chosen = element.value === "system" ? null : element.value;
    lasting.write("theme", chosen);
    if (chosen) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
  });
  return element;
}

function drawSecond(place) {
  const heading = h("h3", {}, t("settings.second"));
  if (totp) {
    place.replaceChildren(heading, h("p", {}, t("settings.second_on")), form({
      button: t("settings.second_off"), plain: true,
      async submit({ password }) {
        become(await remove("me/totp", { password }));
        drawSecond(place);
        place.querySelector("button").focus();
      },
    }, field(t("settings.current"), input({ name: "password", type: "password", autocomplete: "current-password", required: true }))));
    return;
  }
  place.replaceChildren(heading, h("p", {}, t("settings.second_why")), form({
    button: t("settings.second_start"), plain: true,
    submit: async () => drawSecret(place, heading, await post("me/totp")),
  }));
}

function drawSecret(place, heading, { secret, qr_svg: drawing }) {
  // As a picture, never as a part of the page: nothing in it can run. A picture has to name its language itself.
  const named = drawing.includes("xmlns=") ? drawing : drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
  const source = URL.createObjectURL(new Blob([named], { type: "image/svg+xml" }));
  place.replaceChildren(heading, h("p", {}, t("settings.second_scan")),
    h("img", { class: "qr", src: source, alt: t("settings.second_qr"), onload: () => URL.revokeObjectURL(source) }),
    h("p", { class: "hint" }, t("settings.second_secret"), " ", h("code", { class: "secret" }, secret)),
    form({
      button: t("settings.second_confirm"),
      async submit({ code }) {
        become(await post("me/totp/confirm", { code: code.trim() }));
        toast(t("settings.second_done"));
        drawSecond(place);
        place.querySelector("input").focus();
      },
    }, field(t("door.code"), input({ name: "code", inputmode: "numeric", autocomplete: "one-time-code", required: true, maxlength: 8, class: "code" }))));
  place.querySelector("input").focus();
}
