/** The way in: signing in, with a second factor where there is one, and choosing a password after an invitation. */
import { post } from "./core/api.js";
import { h } from "./core/dom.js";
import { field, form, input } from "./core/form.js";
import { become } from "./core/me.js";
import { LANGUAGES, language, operator, t } from "./core/words.js";

export const MIN_PASSWORD = 10;

const card = (title, lead, ...children) =>
  h("main", { class: "door" },
    h("div", { class: "door-card" },
      h("img", { src: "/console/static/icon.svg", alt: "", width: 48, height: 48 }),
      h("h1", {}, title), lead && h("p", { class: "lead" }, lead), children));

const languages = (choose) => h("div", { class: "segments", role: "group", "aria-label": t("language") },
  LANGUAGES.map((code) => h("button", {
    type: "button", lang: code, "aria-pressed": String(code === language), onclick: () => choose(code),
  }, t(`languages.${code}`))));

/** `enter` goes on after signing in, `speak(language)` draws the page in another language. */
export function signInPage({ note, enter, speak }) {
  const email = input({ name: "email", type: "email", autocomplete: "username", required: true, inputmode: "email" });
  const password = input({ name: "password", type: "password", autocomplete: "current-password", required: true });
  const { code, element: second, ask } = secondFactor();
  const element = form({
    button: t("door.sign_in"),
    async submit(values) {
      try {
        become(await post("sign-in", { email: values.email.trim(), password: values.password, code: values.code.trim() || null }));
      } catch (error) {
        if (ask(error)) return;
        if (!second.hidden) code.select();
        throw error.code === "locked" && error.retryAfter ? Object.assign(error, { text: t("door.locked", { count: Math.ceil(error.retryAfter / 60) }) }) : error;
      }
      await enter();
    },
  }, field(t("door.email"), email), field(t("door.password"), password), second);
  return card(t("door.title"), note || t("door.lead", { operator }), element, languages(speak));
}

/** A field for the second factor's code, which shows itself when the server asks for it. */
function secondFactor() {
  const code = input({ name: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: 8, class: "code" });
  const element = h("div", { hidden: true }, field(t("door.code"), code, { hint: t("door.code_hint") }));
  const ask = (error) => {
    if (error.code !== "code_needed" || !element.hidden) return false;
    element.hidden = false;
    code.required = true;
    code.focus();
    return true;
  };
  return { code, element, ask };
}

/** Somebody invited chooses a password; the link works once. */
export function invitationPage({ invitation, token, enter, door }) {
  if (!invitation) {
    return card(t("door.title"), t("door.no_invitation"),
      h("div", { class: "actions" }, h("button", { type: "button", class: "primary", onclick: door }, t("door.to_sign_in"))));
  }
  const password = input({ name: "password", type: "password", autocomplete: "new-password", required: true, minlength: MIN_PASSWORD });
  const { element: second, ask } = secondFactor();
  return card(t("door.welcome", { name: invitation.name }), t("door.invited", { operator }),
    form({
      button: t("door.begin"),
      async submit(values) {
        try {
          become(await post(`invitations/${encodeURIComponent(token)}`, { password: values.password, code: values.code.trim() || null }));
        } catch (error) {
          if (ask(error)) return;
          throw error;
        }
        await enter();
      },
    },
    // Password managers file the password under the address.
    field(t("door.email"), input({ type: "email", value: invitation.email, readonly: true, autocomplete: "username" })),
    field(t("door.new_password"), password, { hint: t("door.password_hint", { count: MIN_PASSWORD }) }), second));
}
