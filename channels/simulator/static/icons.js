/** The simulator's own line drawings; decoration only, so hidden from screen readers. */

import { drawing } from "/widget/dom.js";

const SHAPES = {
  plus: "M12 5v14M5 12h14",
  place: "M12 21c-4-4.6-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.5 6.4-6.5 11Zm0-8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  photo: "M4 7h3l1.5-2h7L17 7h3v12H4V7Zm8 9a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6Z",
  voice: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4Zm-6 7.5a6 6 0 0 0 12 0M12 17.5V21",
  send: "M4 12 20 4l-4.5 16-4-6.5L4 12Zm7.5 1.5L20 4",
  list: "M9 7h11M9 12h11M9 17h11M4.5 7h.01M4.5 12h.01M4.5 17h.01",
  menu: "M5 8h14M5 12h14M5 16h9",
  file: "M7 3.5h6.5L18 8v12.5H7Zm6.5 0V8H18M9.5 12.5h6M9.5 16h6",
  close: "m6 6 12 12M18 6 6 18",
  person: "M10 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM3.5 19.5c.7-3.6 3.2-5.2 6.5-5.2s5.8 1.6 6.5 5.2M19 7v6M16 10h6",
};

export const icon = (name) => drawing(SHAPES[name], "icon");
