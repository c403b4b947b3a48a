/** Who works here: inviting, changing roles, closing accounts. */
import { get, patch, post } from "../core/api.js";
import { h } from "../core/dom.js";
import { field, form, input, select, tick } from "../core/form.js";
import { icon } from "../core/icons.js";
import { me } from "../core/me.js";
import { complain, confirm, dialog, menuButton, problem, toast } from "../core/overlay.js";
import { LANGUAGES, language, t } from "../core/words.js";
import { avatar } from "../people.js";

const ROLES = ["agent", "supervisor", "administrator", "supplier", "reseller"];
const OUTSIDE = { supplier: "supplier_code", reseller: "reseller_code" };

export const open = () => new Team();

class Team {
  constructor() {
    this.rows = h("tbody", {});
    this.note = h("p", { class: "list-state", role: "status" }, t("loading"));
    this.element = h("main", { class: "panel" }, h("header", { class: "panel-head" }, h("h1", {}, t("nav.team")), h("p", { class: "lead" }, t("team.lead")),
      h("div", { class: "panel-tools" }, h("button", { type: "button", class: "primary", onclick: () => this.#edit(null) }, icon("plus"), t("team.invite")))),
    h("div", { class: "sheet table-scroll", tabindex: "0", role: "region", "aria-label": t("nav.team") }, h("table", { class: "grid" }, h("thead", {}, h("tr", {}, ["name", "role", "language", "skills", "load", "state"].map((name) => h("th", { scope: "col" }, t(name === "language" ? name : `team.${name}`))), h("th", {}, h("span", { class: "spoken" }, t("talk.more"))))), this.rows)), this.note);
    this.#load();
  }

  async #load() {
    try {
      const { agents } = await get("agents");
      this.rows.replaceChildren(...agents.map((one) => this.#row(one)));
      this.note.textContent = "";
    } catch (error) {
      this.note.textContent = problem(error);
    }
  }

  #row(one) {
    const state = one.disabled ? "disabled" : one.invited ? "invited" : one.on_duty ? "on_duty" : "off_duty";
    return h("tr", { class: one.disabled ? "gone" : null },
      h("th", { scope: "row" }, h("span", { class: "person-cell" }, avatar(one.name), h("span", {}, one.name, h("span", { class: "small" }, one.email ?? "")))),
      h("td", {}, t(`role.${one.role}`), (one.supplier_code || one.reseller_code) && h("span", { class: "small" }, one.supplier_code ?? one.reseller_code)),
      h("td", {}, (one.languages ?? []).map((code) => code.toUpperCase()).join(", ") || "–"), h("td", {}, (one.skills ?? []).join(", ") || "–"),
      h("td", {}, one.role in OUTSIDE ? "–" : `${one.load ?? 0} / ${one.capacity}`), h("td", {}, h("span", { class: `pill ${state}` }, t(`team.states.${state}`))),
      h("td", {}, menuButton({
        label: t("team.change", { name: one.name }), face: icon("more"),
        items: () => [
          { name: t("team.edit"), icon: "note", act: () => this.#edit(one) },
          ...(one.disabled ? [] : [{ name: t("team.new_link"), icon: "send", act: () => this.#link(one) }]),
          ...(one.totp ? [{ name: t("team.no_second"), icon: "keys", danger: true, act: () => this.#forget(one) }] : []),
          ...(one.id === me.id ? [] : [{ name: t(one.disabled ? "team.enable" : "team.disable"), icon: one.disabled ? "check" : "lock", danger: !one.disabled, act: () => this.#disable(one) }]),
        ],
      })));
  }

  async #edit(one) {
    const link = await dialog(one ? t("team.change", { name: one.name }) : t("team.invite"), (close) => {
      const role = select({ name: "role" }, ROLES.map((code) => [code, t(`role.${code}`)]), one?.role ?? "agent");
      const codes = Object.entries(OUTSIDE).map(([kind, key]) => ({ kind, element: field(t(`team.${key}`), input({ name: key, value: one?.[key] ?? "" })) }));
      const inside = h("div", { class: "pair" },
        field(t("team.skills"), input({ name: "skills", value: (one?.skills ?? []).join(", ") }), { hint: t("team.skills_hint") }),
        field(t("team.capacity"), input({ name: "capacity", type: "number", min: 0, max: 50, value: one?.capacity ?? 4, required: true })));
      const fit = () => {
        for (const { kind, element } of codes) element.hidden = role.value !== kind;
        inside.hidden = role.value in OUTSIDE;
      };
      role.addEventListener("change", fit);
      fit();
      return form({
        button: one ? t("save") : t("team.make_link"),
        submit: async (values, element) => {
          const facts = {
            name: values.name.trim(), email: values.email.trim(), role: values.role, language: values.language, languages: [...element.querySelectorAll("[name=languages]:checked")].map((box) => box.value),
            skills: values.skills.split(",").map((skill) => skill.trim()).filter(Boolean), capacity: Number(values.capacity),
          };
          for (const [kind, key] of Object.entries(OUTSIDE)) if (values.role === kind) facts[key] = values[key].trim();
          const answer = one ? await patch(`agents/${one.id}`, facts) : await post("agents", facts);
          close(answer.invitation);
          toast(t("saved"));
          this.#load();
        },
      },
      h("div", { class: "pair" }, field(t("team.name"), input({ name: "name", required: true, maxlength: 80, value: one?.name ?? "" })), field(t("door.email"), input({ name: "email", type: "email", required: true, value: one?.email ?? "" }))),
      h("div", { class: "pair" }, field(t("team.role"), role), field(t("team.console_language"), select({ name: "language" }, LANGUAGES.map((code) => [code, t(`languages.${code}`)]), one?.language ?? language))), h("p", { class: "hint" }, t("team.role_hint")), codes.map(({ element }) => element),
      h("fieldset", { class: "field" }, h("legend", {}, t("team.languages")), LANGUAGES.map((code) => tick(t(`languages.${code}`), { name: "languages", value: code, checked: one ? (one.languages ?? []).includes(code) : true }))), inside);
    });
    if (link) showLink(link);
  }

  async #link(one) {
    try {
      const { invitation } = await post(`agents/${one.id}/invitation`);
      showLink(invitation);
    } catch (error) {
      complain(error);
    }
  }

  /** For whoever has lost their phone. */
  async #forget({ id, name }) {
    if (!(await confirm(t("team.no_second"), t("team.no_second_text", { name }), t("team.no_second"), { danger: true }))) return;
    try {
      await patch(`agents/${id}`, { totp: false });
      toast(t("saved"));
      this.#load();
    } catch (error) {
      complain(error);
    }
  }

  async #disable(one) {
    const { name, disabled } = one;
    if (!disabled && !(await confirm(t("team.disable_title", { name }), t("team.disable_text"), t("team.disable"), { danger: true }))) return;
    try {
      await patch(`agents/${one.id}`, { disabled: !disabled });
      toast(t("saved"));
      this.#load();
    } catch (error) {
      complain(error);
    }
  }
}

/** The link is shown once, to be given by hand. */
function showLink(link) {
  return dialog(t("team.link_title"), () => {
    const shown = input({ value: link, readonly: true, onfocus: (event) => event.target.select() });
    return [h("p", {}, t("team.link_text")), field(t("team.link"), shown), h("div", { class: "actions" }, h("button", {
      type: "button", class: "primary", onclick: async () => {
        await navigator.clipboard?.writeText(link).catch(() => {});
        shown.select();
        toast(t("team.copied"));
      },
    }, t("team.copy")))];
  });
}
