// The walk through a survey. Without this script the same form is one long page.
import { body, fault, fill, read, said, screenedOut } from "./answer.js";
import * as phone from "./phone.js";

const WELL = ["accepted", "already-recorded", "screened-out"];
const THANKS_SHOWN = 10_000, IDLE = 180_000;
const OUT = "By these answers you take no part in this survey. Thank you for coming by! Please press " +
  "Send, so that nobody waits for your answer: only that is kept, and not what you answered.";
const form = document.querySelector("#survey"), sent = document.querySelector("#sent");
const [back, next, send] = form.querySelectorAll("nav button");
const wrong = form.querySelector("#fault"), progress = form.querySelector(".progress");
const steps = [...form.querySelectorAll(".step")];
const review = steps.at(-1);
const state = { step: 0, ...phone.load() };
let registration = null;

// Who is screened out is asked nothing more.
const path = () => steps.filter((step) => !(step.dataset.task && screenedOut(form)));

function show(step, { focus = true } = {}) {
  const all = path(), place = all.indexOf(step), asked = all.length - 2;
  for (const one of steps) one.classList.toggle("now", one === step);
  progress.textContent = place >= 1 && place <= asked ? `${place} of ${asked}` : "";
  back.hidden = place === 0;
  next.hidden = step === review;
  send.hidden = step !== review;
  wrong.textContent = "";
  if (step === review) list();
  state.step = steps.indexOf(step);
  phone.keep(state);
  if (!focus) return;
  step.querySelector("[tabindex]").focus({ preventScroll: true });
  scrollTo(0, 0);
}

function list() {
  const out = screenedOut(form), values = read(form);
  review.querySelector("h2").textContent = out ? "Thank you" : "Is this what you think?";
  const asked = path().slice(1, -1);
  review.querySelector("ul").replaceChildren(...(out ? [note()] : asked.map((one) => item(one, values))));
}

function note() {
  const line = document.createElement("li");
  line.textContent = OUT;
  return line;
}

function item(step, values) {
  const line = document.createElement("li"), change = document.createElement("button");
  const question = document.createElement("span"), told = document.createElement("strong");
  question.textContent = step.querySelector("legend").textContent;
  told.textContent = said(step, values);
  change.type = "button";
  change.textContent = "Change";
  change.setAttribute("aria-label", `Change: ${question.textContent}`);
  change.addEventListener("click", () => show(step));
  line.append(question, told, change);
  return line;
}

function move(by) {
  const all = path(), here = steps[state.step];
  const found = by > 0 ? fault(here, read(form)) : "";
  if (!found) return show(all[all.indexOf(here) + by]);
  wrong.textContent = found;
  here.querySelector("input:not(:disabled)")?.focus();
}

async function submit() {
  const open = path().find((step) => fault(step, read(form)));
  if (open) {
    show(open);
    return move(1);
  }
  if (state.at) return; // a second tap
  state.at = Date.now();
  phone.keep(state);
  await queue();
}

async function queue() {
  say("Sending …", "");
  const entry = { id: phone.place, url: form.dataset.answers, body: body(form), at: state.at };
  try {
    await outbox.put(entry);
  } catch {
    return withoutQueue(entry); // this browser keeps nothing
  }
  registration?.sync?.register("survey-answers").catch(() => {});
  await deliver();
}

async function withoutQueue(entry) {
  const told = await outbox.send(entry);
  if (told) return finish(told);
  say("Not sent yet", "There is no connection right now. Please leave this page open: it tries again.");
  setTimeout(() => withoutQueue(entry), 5000);
}

const deliver = phone.delivery(async () => {
  if (!state.at) return;
  const told = await outbox.told(phone.place).catch(() => null);
  if (told) return finish(told);
  const device = phone.kiosk ? "device" : "phone";
  say(`Kept on this ${device}`, "There is no connection right now. Your answer is kept on this " +
    `${device} and will be sent as soon as there is a connection.` +
    (phone.kiosk ? "" : " You may close this page."));
  leaveSoon();
});

async function finish(told) {
  await outbox.forget(phone.place).catch(() => {});
  delete state.at;
  if (told.correctable) {
    form.hidden = false;
    sent.hidden = true;
    show(review);
    wrong.textContent = told.detail;
    return;
  }
  form.reset();
  await phone.forget().catch(() => {}); // nothing was kept, if that is forbidden
  say(WELL.includes(told.status) ? "Thank you" : "This was not recorded", told.detail);
  sent.querySelector(".mine").hidden = phone.kiosk || !WELL.includes(told.status);
  leaveSoon();
}

function say(heading, text) {
  form.hidden = true;
  sent.hidden = false;
  sent.querySelector("h1").textContent = heading;
  sent.querySelector("[role=status]").textContent = text;
  sent.querySelector("h1").focus();
}

let leaving = null;
function leaveSoon() {
  if (!phone.kiosk) return;
  sent.querySelector("#return").hidden = false;
  leaving ??= setTimeout(phone.nextPerson, THANKS_SHOWN);
}

// Who walks away from a shared device leaves nothing on it.
function watchIdle() {
  let idle = null;
  const again = () => {
    clearTimeout(idle);
    idle = setTimeout(() => state.at || phone.nextPerson(), IDLE);
  };
  for (const sign of ["input", "click", "keydown"]) document.addEventListener(sign, again);
  again();
}

form.addEventListener("input", () => {
  state.values = read(form);
  phone.keep(state);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (steps[state.step] === review) submit();
  else move(1);
});
form.noValidate = true; // what is missing is told step by step
back.addEventListener("click", () => move(-1));
next.addEventListener("click", () => move(1));
sent.querySelector("#return").addEventListener("click", (event) => {
  event.preventDefault();
  phone.nextPerson();
});

document.body.classList.add("walk");
fill(form, state.values ?? {});
show(path().includes(steps[state.step]) ? steps[state.step] : steps[0], { focus: false });
if (phone.kiosk) watchIdle();
if (state.at) queue(); // it was sent before this page was loaded anew; twice counts once
else deliver();
registration = await phone.register(form.dataset.worker);
if (registration && !form.hidden) await phone.keepPage().catch(() => {});
