/** The HTTP half of the widget protocol. */
import { endpoint } from "./address.js";

/** The server answered, but not with what was asked for. */
export class Refused extends Error {
  constructor(status, { code = "unknown", text = "" } = {}, retryAfter = 0) {
    super(text || code);
    Object.assign(this, { status, code, text, retryAfter });
  }

  /** True when asking again unchanged can succeed. */
  get passing() {
    return this.status === 429 || this.status === 408 || this.status >= 500;
  }
}

async function call(path, { token, body, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const response = await fetch(endpoint(path), {
    method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), signal, credentials: "omit",
  });
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.error, Number(response.headers.get("Retry-After")) || 0);
}

export const fetchWords = (language) => call(`texts/${language}`);

/** A new conversation: `{conversation_id, token, language}`. */
export const openConversation = (language) => call("conversations", { body: { language } });

/** Hands over one message; the same `client_id` again is the same message. */
export const postMessage = (token, { client_id, text, payload }, signal) =>
  call("messages", { token, body: { client_id, text, payload }, signal });

/** A file that came with a message of ours. */
export async function fetchFile(token, id) {
  const response = await fetch(endpoint(`files/${id}`), { headers: { Authorization: `Bearer ${token}` }, credentials: "omit" });
  if (!response.ok) throw new Refused(response.status);
  return response.blob();
}

/** The messages after an offset, waiting up to `wait` seconds for the first. */
export const pollMessages = (token, after, wait, signal) =>
  call(`messages?after=${after}&wait=${wait}`, { token, signal });
