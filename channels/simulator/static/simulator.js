/** The page: its words, the phones, and which one is shown where there is room for one only. */
import { h } from "/widget/dom.js";
import { lasting } from "/widget/memory.js";
import { LANGUAGES, spokenLanguage } from "/widget/words.js";
import { fetchPhones, fetchWords } from "./api.js";
import { Phone, connectedNote } from "./phone.js";

const TITLES = { whatsapp: "WhatsApp", telegram: "Telegram", messenger: "Messenger" };
const main = document.querySelector(".phones");
const tabs = document.querySelector(".tabs");
const languages = document.querySelector(".languages");
let phones = [];

const inOrder = (channels) => {
  const known = Object.keys(TITLES);
  const place = (channel) => (known.includes(channel) ? known.indexOf(channel) : known.length);
  return channels.toSorted((one, other) => place(one) - place(other));
};

async function show(language) {
  const [words, open] = await Promise.all([fetchWords(language), fetchPhones()]);
  document.documentElement.lang = language;
  document.title = words.title;
  document.querySelector("h1").textContent = words.title;
  document.querySelector(".lead").textContent = words.lead;
  languages.setAttribute("aria-label", words.language);
  languages.replaceChildren(...LANGUAGES.map((code) => h("button", {
    type: "button", lang: code, "aria-label": words.languages[code], "aria-pressed": String(code === language),
    onclick: () => choose(code),
  }, code.toUpperCase())));
  for (const phone of phones) phone.end();
  const channels = inOrder(Object.keys(open));
  phones = channels.map((channel) => {
    const settings = { channel, title: TITLES[channel] ?? channel, words, language };
    return open[channel] ? new Phone(settings) : connectedNote(settings);
  });
  main.replaceChildren(...phones.map(({ element }) => element));
  tabs.setAttribute("aria-label", words.phones);
  tabs.replaceChildren(...channels.map((channel) =>
    h("button", { type: "button", class: channel, onclick: () => select(channel) }, TITLES[channel] ?? channel)));
  const kept = lasting.read("simulator:channel");
  select(channels.includes(kept) ? kept : channels[0]);
  document.documentElement.classList.remove("loading");
}

/** On a narrow screen one phone is shown at a time. */
function select(channel) {
  lasting.write("simulator:channel", channel);
  for (const phone of main.children) phone.classList.toggle("selected", phone.id === channel);
  for (const tab of tabs.children) {
    if (tab.classList.contains(channel)) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  }
}

async function choose(language) {
  lasting.write("language", language);
  await show(language);
  languages.querySelector("[aria-pressed=true]").focus();
}

show(lasting.read("language") ?? spokenLanguage(navigator.languages));
