/** The widget's style sheet, shared by every shadow root that adopts it. */
export const sheet = new CSSStyleSheet();

const response = await fetch(new URL("widget.css", import.meta.url), { credentials: "same-origin" });
sheet.replaceSync(await response.text());
