/** Where we are, kept in the address behind `#`, so that Back works and a link leads to a conversation. */

/** `#/inbox/mine/<id>` -> `["inbox", "mine", "<id>"]`. */
export const here = () => location.hash.replace(/^#\/?/u, "").split("/").filter(Boolean).map(decodeURIComponent);

export const to = (...parts) => `#/${parts.filter(Boolean).map(encodeURIComponent).join("/")}`;

/** Goes there; `replace` leaves no step to come back to. */
export function go(parts, { replace = false } = {}) {
  const hash = to(...parts);
  if (hash === location.hash) return;
  if (!replace) {
    location.hash = hash;
    return;
  }
  history.replaceState(null, "", hash);
  dispatchEvent(new HashChangeEvent("hashchange"));
}
