// A page that says that all is done: then the phone need not keep anything of this invitation.
import * as phone from "./phone.js";

const THANKS_SHOWN = 10_000;
const deliver = phone.delivery(async (left) => {
  if (left || !document.querySelector("[data-over]")) return;
  await outbox.forget(phone.place).catch(() => {});
  await phone.forget().catch(() => {});
});
if (phone.kiosk) setTimeout(phone.nextPerson, THANKS_SHOWN);
deliver();
