/** Who travels, to book what is held. */
import { post } from "../core/api.js";
import { h } from "../core/dom.js";
import { field, form, input } from "../core/form.js";
import { icon } from "../core/icons.js";
import { dialog, toast } from "../core/overlay.js";
import { left } from "../core/ticking.js";
import { t } from "../core/words.js";

export function openBooking({ id, hold, contact, title, done }) {
  // The same id again books nothing twice, however often the button is pressed.
  const bookingId = crypto.randomUUID();
  const lead = contact?.lead ?? {};
  return dialog(t("trip.book_title", { title }), (close) => [
    h("p", { class: "hold" }, icon("lock"), t("trip.kept"), " ", left(hold.expires_at, t("trip.hold_over"))),
    form({
      button: t("trip.book"),
      async submit({ name, email, phone }) {
        await post(`conversations/${id}/bookings`, { booking_id: bookingId, hold_id: hold.id, name: name.trim(), email: email.trim(), phone: phone.trim() });
        toast(t("trip.booked"));
        close();
        await done();
      },
    },
    field(t("trip.name"), input({ name: "name", value: lead.name ?? contact?.name ?? "", required: true, maxlength: 120 })),
    field(t("trip.email"), input({ name: "email", type: "email", value: lead.email ?? "", required: true })),
    field(t("trip.phone"), input({ name: "phone", type: "tel", value: lead.phone ?? (contact?.channel === "whatsapp" ? contact.address : "") ?? "", required: true }))),
  ]);
}
