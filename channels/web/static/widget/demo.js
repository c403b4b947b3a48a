/** The demo page: its words in the visitor's language, and examples that say themselves to the chat. */
import { LANGUAGES, loadWords, spokenLanguage } from "./words.js";
import { lasting } from "./memory.js";

const chat = document.querySelector("booking-chat");
const languages = document.querySelector(".languages");

function say(text) {
  chat.open = true;
  if (text) chat.send(text);
}

function item(parts) {
  const element = document.createElement("li");
  element.append(...parts);
  return element;
}

function made(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

async function show(language) {
  const { demo: words, languages: names } = await loadWords(language);
  document.documentElement.lang = language;
  document.title = words.page_title;
  document.querySelector("meta[name=description]").content = words.description;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text];
  languages.setAttribute("aria-label", words.language);
  languages.replaceChildren(...LANGUAGES.map((code) => {
    const button = made("button", code.toUpperCase());
    button.type = "button";
    button.lang = code;
    button.setAttribute("aria-label", names[code]);
    button.setAttribute("aria-pressed", code === language);
    button.addEventListener("click", () => choose(code));
    return button;
  }));
  document.querySelector(".examples").replaceChildren(...words.examples.map((example) => {
    const button = made("button", example);
    button.type = "button";
    button.addEventListener("click", () => say(example));
    return item([button]);
  }));
  const steps = words.steps.map(({ title, text }) => item([made("h3", title), made("p", text)]));
  document.querySelector(".steps ol").replaceChildren(...steps);
  document.documentElement.classList.remove("loading");
}

async function choose(language) {
  lasting.write("language", language);
  chat.setAttribute("language", language);
  await show(language);
  languages.querySelector("[aria-pressed=true]").focus();
}

document.querySelector(".call").addEventListener("click", () => say());
chat.addEventListener("languagechange", ({ detail }) => show(detail));
show(lasting.read("language") ?? spokenLanguage(navigator.languages));
