/** The site's accent colour, and the readable colours that go with it (WCAG AA: 4.5 to 1). */

const READABLE = 4.5;
const SURFACES = { light: [255, 255, 255], dark: [23, 31, 36] };

/** Custom properties for an accent colour in any CSS notation; null when it is none. */
export function accentColours(colour) {
  if (!CSS.supports("color", colour)) return null;
  const accent = channels(colour);
  const ink = contrast(accent, [255, 255, 255]) >= READABLE ? "#fff" : "#10191d";
  return {
    "--accent": `rgb(${accent.join(" ")})`,
    "--on-accent": ink,
    "--accent-ink-light": `rgb(${readableOn(SURFACES.light, accent, 0).join(" ")})`,
    "--accent-ink-dark": `rgb(${readableOn(SURFACES.dark, accent, 255).join(" ")})`,
  };
}

/** A colour's red, green and blue, as the browser paints it. */
function channels(colour) {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** The colour, moved towards black or white until it can be read on the surface. */
function readableOn(surface, colour, towards) {
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = colour.map((channel) => Math.round(channel + (towards - channel) * share));
    if (contrast(mixed, surface) >= READABLE) return mixed;
  }
  return [towards, towards, towards];
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one, other) {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
