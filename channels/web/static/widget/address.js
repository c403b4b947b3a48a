/** Where the assistant lives: the folder that holds widget.js, whatever site has embedded it. */
export const BASE = new URL("../", import.meta.url);

/** The address of one of the widget's endpoints; `scheme` "ws" gives ws: for http: and wss: for https:. */
export function endpoint(path, scheme = "http") {
  const url = new URL(`channels/web/${path}`, BASE);
  if (scheme === "ws") url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** A picture's absolute address, or null when it is not one that a page may load. */
export function picture(path) {
  try {
    const url = new URL(path, BASE);
    return path && /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
