/** The page begins here: its words, then whoever is signed in, or the way in. */
import { get, onSignedOut } from "./core/api.js";
import { forget, h } from "./core/dom.js";
import { live } from "./core/live.js";
import { become, me, recall } from "./core/me.js";
import { lasting } from "./core/memory.js";
import { problem, toast } from "./core/overlay.js";
import { here } from "./core/route.js";
import { browserLanguage, language, speak, t } from "./core/words.js";
import { invitationPage, signInPage } from "./door.js";
import { Shell } from "./shell.js";

const app = document.getElementById("app");
let shell = null;

const theme = lasting.read("theme");
if (theme) document.documentElement.dataset.theme = theme;

async function begin() {
  await speak(lasting.read("language") ?? browserLanguage());
  const [page, token] = here();
  if (page === "invitation") return invited(token);
  try {
    await recall();
  } catch (error) {
    return error.status === 401 || error.status === 403 ? door() : later(error);
  }
  return enter();
}

async function enter() {
  lasting.write("language", me.language);
  if (me.language !== language) await speak(me.language);
  shell?.end();
  live.stop();
  shell = new Shell({ leave: door, again: enter });
  app.replaceChildren(shell.element);
  shell.begin();
}

function door(note = "") {
  shell?.end();
  shell = null;
  live.stop();
  become(null);
  document.title = t("title");
  for (const open of document.querySelectorAll("dialog[open]")) open.close();
  const draw = async (wanted) => {
    if (wanted) {
      lasting.write("language", wanted);
      await speak(wanted);
    }
    app.replaceChildren(signInPage({ note, enter, speak: draw }));
    app.querySelector("input").focus();
  };
  return draw();
}

async function invited(token) {
  const invitation = await get(`invitations/${encodeURIComponent(token ?? "")}`).catch(() => null);
  const leave = () => {
    history.replaceState(null, "", "/console");
    return enter();
  };
  app.replaceChildren(invitationPage({ invitation, token, enter: leave, door: () => { history.replaceState(null, "", "/console"); return door(); } }));
  app.querySelector("input:not([readonly]), button")?.focus();
}

function later(error) {
  app.replaceChildren(h("main", { class: "door" }, h("div", { class: "door-card" }, h("h1", {}, t("title")),
    h("p", { role: "alert" }, problem(error)),
    h("div", { class: "actions" }, h("button", { type: "button", class: "primary", onclick: () => { forget(app); begin(); } }, t("retry"))))));
}

onSignedOut(() => {
  if (!me) return;
  toast(t("door.signed_out"));
  door(t("door.signed_out"));
});
/** A file that misses its place would be opened in the console's. */
function unwanted(event) {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "none";
}

for (const name of ["dragover", "drop"]) addEventListener(name, unwanted);
addEventListener("hashchange", () => here()[0] === "invitation" && invited(here()[1]));
begin();
