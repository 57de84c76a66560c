// The first screen of a device that many share.
import * as phone from "./phone.js";

const form = document.querySelector("#start"), say = document.querySelector("#say");
const box = form.querySelector("#token");

// A scanner types the whole address of the invitation; people type its signs.
const token = (text) => text.trim().split(/[?#]/)[0].replace(/\/+$/, "").split("/").at(-1);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = phone.kiosk ? "?kiosk=1" : "";
  const address = `${phone.place}${encodeURIComponent(token(box.value))}${query}`;
  box.value = "";
  if (phone.kiosk) location.replace(address);
  else location.assign(address);
});

const deliver = phone.delivery(async (left) => {
  if (phone.kiosk) await phone.forgetAll().catch(() => {});
  say.textContent = left ? `${left} kept on this device, to be sent as soon as there is a connection.` : "";
});
box.focus();
deliver();
const registration = await phone.register(form.dataset.worker);
if (registration) await phone.keepPage().catch(() => {});
