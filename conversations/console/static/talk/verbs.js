/** What may be done with a conversation, by whom it is owned; and doing it, with the questions that belong to it. */
import { get, post } from "../core/api.js";
import { h } from "../core/dom.js";
import { field, form, select } from "../core/form.js";
import { leading, me } from "../core/me.js";
import { confirm, dialog, toast } from "../core/overlay.js";
import { t } from "../core/words.js";

export const isMine = (row) => row.owner === "agent" && row.agent?.id === me.id;

/** Whether the queue offers it to us at this moment. */
export const offeredToMe = ({ owner, handoff }) =>
  owner === "queue" && handoff?.offered_to && (handoff.offered_to.id ?? handoff.offered_to) === me.id && (!handoff.offered_until || new Date(handoff.offered_until) > Date.now());

const VERBS = {
  take: { icon: "take", key: "t", primary: true },
  accept: { icon: "check", key: "t", primary: true },
  decline: { icon: "close" },
  "hand-back": { icon: "bot", key: "h" },
  transfer: { icon: "move", key: "p" },
  release: { icon: "queue" },
  close: { icon: "check", key: "e" },
  reopen: { icon: "reopen", key: "e", primary: true },
};

/** The verbs for this conversation, the likeliest first. */
export function verbsFor(row) {
  const names = () => {
    if (row.closed) return ["reopen"];
    if (isMine(row)) return ["hand-back", "close", "transfer", "release"];
    if (offeredToMe(row)) return ["accept", "decline"];
    if (row.owner === "queue") return ["take", "transfer"];
    if (row.owner === "agent" && row.agent) return leading() ? ["transfer", "release"] : [];
    return ["take"];
  };
  return names().map((verb) => ({ verb, name: t(`verb.${verb.replace("-", "_")}`), ...VERBS[verb] }));
}

/** The conversation as it stands afterwards, or null where the agent thought better of it. */
export async function carryOut(id, verb, row, body = {}) {
  if (verb === "transfer" && !body.agent_id && !body.skill) {
    body = await whereTo(row);
    if (!body) return null;
  }
  if (verb === "close" && !(await confirm(t("verb.close_title"), t("verb.close_text"), t("verb.close")))) return null;
  const state = await post(`conversations/${id}/${verb}`, body);
  toast(t(`verb.done.${verb.replace("-", "_")}`));
  return state;
}

/** Asks to whom: a colleague, with their load, or whoever has a skill. */
async function whereTo(row) {
  const { agents } = await get("agents");
  const house = agents.filter(({ id, role, disabled }) => (id !== me.id || !isMine(row)) && id !== row.agent?.id && !disabled && ["agent", "supervisor", "administrator"].includes(role));
  // Those who are there, speak the language and have room come first.
  const weight = (one) => (one.on_duty ? 0 : 4) + (one.languages?.includes(row.language) ? 0 : 2) + (one.load >= one.capacity ? 1 : 0);
  const people = house.toSorted((one, other) => weight(one) - weight(other) || one.name.localeCompare(other.name)).map((one) => [
    `agent:${one.id}`,
    t("transfer.person", { name: one.id === me.id ? t("talk.you") : one.name, load: one.load, capacity: one.capacity, state: t(one.on_duty ? "nav.on_duty" : "nav.off_duty") }),
  ]);
  const skills = [...new Set(agents.flatMap((one) => one.skills ?? []))].sort().map((skill) => [`skill:${skill}`, t("transfer.skill", { skill })]);
  return dialog(t("transfer.title"), (close) => (people.length + skills.length === 0
    ? h("p", {}, t("transfer.nobody"))
    : form({
      button: t("verb.transfer"),
      submit({ aim }) {
        const [kind, ...rest] = aim.split(":");
        close({ [kind === "agent" ? "agent_id" : "skill"]: rest.join(":") });
      },
    }, field(t("transfer.to"), select({ name: "aim", required: true }, [...people, ...skills])))));
}
