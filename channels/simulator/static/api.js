/** What the page asks the server. */

const BASE = "/simulator";

async function call(path, body) {
  const asked = body === undefined
    ? {}
    : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(BASE + path, asked);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
}

const person = (channel, address) => `/phones/${channel}/people/${encodeURIComponent(address)}`;

export const fetchWords = (language) => call(`/texts/${language}`);

/** By channel, whether it is simulated; the others are connected to their providers. */
export const fetchPhones = () => call("/phones");

/** The address of somebody new. */
export const newPerson = async (channel, language) => (await call(`/phones/${channel}/people`, { language })).address;

/** Does something as this person; the status that the assistant's webhook answered with. */
export const act = async (channel, address, doing) => (await call(`${person(channel, address)}/doings`, doing)).status;

/** Makes the provider answer the assistant's next request with a failure. */
export const trouble = (channel, kind) => call(`/phones/${channel}/troubles`, { kind });

/** Calls back with `{shown, webhook, request}` now and after every change; `close()` ends it. */
export function watchScreen(channel, address, { seen, connected }) {
  const source = new EventSource(`${BASE}${person(channel, address)}/screen`);
  source.onopen = () => connected(true);
  source.onerror = () => connected(false);
  source.onmessage = ({ data }) => seen(JSON.parse(data));
  return source;
}
