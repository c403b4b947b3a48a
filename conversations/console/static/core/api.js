/** The console's API, as the contract in docs/architecture.md has it. */

const BASE = "/console/api";
let csrf = "";

/** What the server refused, or that it could not be reached (status 0). `text` is for people. */
export class Refused extends Error {
  constructor(status, code, text, retryAfter = null) {
    super(text || code);
    Object.assign(this, { status, code, text, retryAfter });
  }
}

/** The token that every request but GET carries. */
export const carry = (token) => {
  csrf = token;
};

/** Told once when a request finds that we are not signed in any more. */
let signedOut = () => {};
export const onSignedOut = (listener) => {
  signedOut = listener;
};

async function ask(method, path, { body, headers = {}, raw = false } = {}) {
  const sent = { ...headers };
  if (method !== "GET") sent["X-CSRF-Token"] = csrf;
  if (body !== undefined && !(body instanceof Blob)) {
    sent["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`${BASE}/${path}`, { method, body, headers: sent, credentials: "same-origin" });
  } catch {
    throw new Refused(0, "offline", "");
  }
  if (answer.ok) return raw ? answer.blob() : answer.status === 204 ? null : answer.json();
  const { error } = await answer.json().catch(() => ({}));
  if (answer.status === 401 && error?.code === "not_signed_in") signedOut();
  throw new Refused(answer.status, error?.code ?? "internal", error?.text ?? "", answer.headers.get("Retry-After"));
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, { body });
export const patch = (path, body) => ask("PATCH", path, { body });
export const put = (path, body) => ask("PUT", path, { body });
export const remove = (path, body) => ask("DELETE", path, body ? { body } : {});

/** Posts with a `client_id` that is the same whenever the same is tried again, until it is taken: it happens once. */
export class Once {
  #tried = "";
  #id = "";

  async post(path, body) {
    const tried = JSON.stringify([path, body]);
    if (tried !== this.#tried) [this.#tried, this.#id] = [tried, crypto.randomUUID()];
    const answer = await post(path, { client_id: this.#id, ...body });
    this.#tried = "";
    return answer;
  }
}

/** A file's bytes, for pictures. */
export const blob = (path) => ask("GET", path, { raw: true });

/** Gives a file; its name may be in any script, so it is percent-encoded. */
export const upload = (path, file) =>
  ask("POST", path, { body: file, headers: { "Content-Type": file.type || "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) } });

/** `inbox?view=mine&q=ana`, without what is empty. */
export function query(path, values) {
  const kept = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return kept.length ? `${path}?${new URLSearchParams(kept)}` : path;
}

/** `{words, operator}`: what the page says, and the name of whom it works for. */
export async function fetchWords(language) {
  const answer = await fetch(`/console/texts/${language}`);
  return answer.json();
}
