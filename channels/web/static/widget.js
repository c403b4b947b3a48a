/**
 * <script src="https://your-assistant/widget.js"></script>
 * <booking-chat language="es" title="Your company" open></booking-chat>
 *
 * A classic script, so that one plain tag works on any site. The chat itself stands in the ES modules beside it;
 * they are asked for all at once here, since a chain of imports would cost one round trip per link.
 */
(() => {
  const script = document.currentScript ?? document.querySelector('script[src*="widget.js"]');
  const base = new URL("widget/", script.src);
  const modules = [
    "accent", "address", "api", "cards", "composer", "connection", "conversation", "dom", "entries",
    "log", "memory", "panel", "rich", "sheet", "socket", "words",
  ];
  const ask = (name, attributes) => {
    const link = Object.assign(document.createElement("link"), { href: new URL(name, base).href, ...attributes });
    document.head.append(link);
  };
  for (const name of modules) ask(`${name}.js`, { rel: "modulepreload" });
  ask("widget.css", { rel: "preload", as: "fetch", crossOrigin: "anonymous" });
  import(new URL("element.js", base).href).then(({ BookingChat }) => {
    if (!customElements.get("booking-chat")) customElements.define("booking-chat", BookingChat);
  });
})();
