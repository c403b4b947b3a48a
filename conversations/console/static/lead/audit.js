/** The audit log: who saw or did what, newest first. */
import { get, query } from "../core/api.js";
import { h } from "../core/dom.js";
import { field, select } from "../core/form.js";
import { problem } from "../core/overlay.js";
import { to } from "../core/route.js";
import { moment, named, t } from "../core/words.js";

export const open = () => new Audit();

class Audit {
  #next = null;

  constructor() {
    this.who = select({}, [["", t("audit.anybody")]], "");
    this.who.addEventListener("change", () => this.#load(true));
    this.rows = h("tbody", {});
    this.note = h("p", { class: "list-state", role: "status" });
    this.more = h("button", { type: "button", class: "plain more", hidden: true, onclick: () => this.#load() }, t("inbox.more"));
    this.element = h("main", { class: "panel" }, h("header", { class: "panel-head" }, h("h1", {}, t("nav.audit")), h("p", { class: "lead" }, t("audit.lead")), h("div", { class: "panel-tools" }, field(t("audit.who"), this.who, { classes: "inline" }))),
      h("div", { class: "sheet table-scroll", tabindex: "0", role: "region", "aria-label": t("nav.audit") }, h("table", { class: "grid" },
        h("thead", {}, h("tr", {}, ["at", "who", "action", "subject"].map((name) => h("th", { scope: "col" }, t(`audit.${name}`))))), this.rows)), this.note, this.more);
    this.names = new Map();
    this.#begin();
  }

  async #begin() {
    const { agents } = await get("agents").catch(() => ({ agents: [] }));
    this.names = new Map(agents.map(({ id, name }) => [id, name]));
    this.who.append(...agents.map(({ id, name }) => h("option", { value: id }, name)));
    await this.#load(true);
  }

  async #load(anew = false) {
    try {
      const page = await get(query("audit", { agent: this.who.value, before: anew ? null : this.#next }));
      if (anew) this.rows.replaceChildren();
      this.rows.append(...page.entries.map((entry) => line(entry, this.names)));
      this.#next = page.next;
      this.more.hidden = !page.next;
      this.note.textContent = this.rows.children.length ? "" : t("audit.none");
    } catch (error) {
      this.note.textContent = problem(error);
    }
  }
}

/** What a subject is: ids are of no use to people, an agent's is their name, a number is a message's place. */
function shownSubject(subject, names) {
  if (!subject || /^\d+$/u.test(subject)) return "";
  return names.get(subject) ?? (/^[0-9a-f]{8}-/u.test(subject) ? "" : subject);
}

function line({ at, agent, action, conversation_id: conversation, subject: about, detail }, names) {
  const subject = shownSubject(about, names);
  const place = /^\d+$/u.test(about ?? "") ? about : null;
  const facts = Object.entries(detail ?? {}).map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`).join(", ");
  return h("tr", {}, h("td", {}, h("time", { datetime: at }, moment(at))), h("td", {}, agent?.name ?? t("sender.system")),
    h("td", {}, named("audit.actions", action.replaceAll(".", "_"))),
    h("td", {}, conversation && h("a", { href: to("inbox", "all", conversation, place) }, t("audit.conversation")), conversation && (subject || facts) && " · ", subject, subject && facts && " · ", facts && h("span", { class: "hint" }, facts)));
}
