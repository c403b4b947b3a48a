/**
 * What is wrong with the part of the page under a selector, as sentences: controls without a name, texts with less
 * contrast than WCAG 2.2 AA asks for (4.5 to 1; 3 to 1 from 24 px, or bold from 18.66 px), targets under 24 px.
 */
(selector) => {
  const root = document.querySelector(selector);
  const start = root.shadowRoot ?? root;
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const parts = (colour) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return { rgb: [red, green, blue], alpha: alpha / 255 };
  };
  const luminance = ({ rgb }) => {
    const [red, green, blue] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.alpha > 0.99) return colour;
      if (getComputedStyle(at).backgroundImage !== "none") return null;
    }
    return parts("white");
  };
  const contrast = (element) => {
    const [text, behind] = [parts(getComputedStyle(element).color), ground(element)];
    if (!behind || text.alpha < 0.99) return null;
    const [one, other] = [luminance(text), luminance(behind)];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };
  const asked = (element) => {
    const { fontSize, fontWeight } = getComputedStyle(element);
    const size = parseFloat(fontSize);
    return size >= 24 || (size >= 18.66 && fontWeight >= 700) ? 3 : 4.5;
  };
  const name = (element) =>
    element.ariaLabel || element.labels?.[0]?.textContent.trim() || element.textContent.trim() || element.getAttribute("alt");

  const complaints = [];
  for (const element of start.querySelectorAll("*")) {
    if (!shown(element) || element.closest("[aria-hidden=true]")) continue;
    if (element.matches("button, a, input, textarea, [role=dialog], [role=log], [role=group]")) {
      if (!name(element) && !element.hasAttribute("aria-labelledby")) complaints.push(`no name: ${element.outerHTML}`);
    }
    if (element.matches("button, textarea, input")) {
      const { width, height } = element.getBoundingClientRect();
      if (Math.min(width, height) < 23.9) complaints.push(`${Math.round(width)} by ${Math.round(height)}: ${element.outerHTML}`);
    }
    if (element.matches("img") && !element.hasAttribute("alt")) complaints.push(`no alternative: ${element.outerHTML}`);
    const ownText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const seen = ownText && !element.matches(".spoken, .stars, [aria-disabled=true], style, script, noscript");
    const ratio = seen && contrast(element);
    if (ratio && ratio < asked(element)) complaints.push(`contrast ${ratio.toFixed(2)}: ${element.className} ${element.textContent.slice(0, 60)}`);
  }
  return complaints;
};
