// What the form says: as it is kept on the phone, as it is sent, and as it is shown for review.
const TIE = "=";
const MOST_WORDS = 10, LONGEST_WORD = 40;

export const read = (form) => Object.fromEntries(new FormData(form));

export function fill(form, values) {
  for (const box of form.querySelectorAll("input")) {
    if (!(box.name in values)) continue;
    if (box.type === "text") box.value = values[box.name];
    else if (!box.disabled) box.checked = box.value === values[box.name];
  }
}

export const words = (text) =>
  (text ?? "").split(",").map((word) => word.trim().split(/\s+/).join(" ")).filter(Boolean);

// Why one cannot go on from here; empty: one can.
export function fault(step, values) {
  const names = new Set([...step.querySelectorAll("input")].map((box) => box.name));
  for (const name of names) {
    if (step.dataset.kind === "words") {
      const told = words(values[name]);
      if (told.length > MOST_WORDS) return `At most ${MOST_WORDS} words for each sample, please.`;
      if (told.some((word) => word.length > LONGEST_WORD))
        return "One of the words is very long: please put commas between words.";
    } else if (!(name in values)) {
      if (step.dataset.kind === "welcome") return "Please tick that you agree, or just leave this page.";
      return names.size > 1 ? "Please judge every sample." : "Please choose one.";
    }
  }
  return "";
}

export const screenedOut = (form) => form.querySelector("input[data-out]:checked") !== null;

export function body(form) {
  const values = read(form), out = screenedOut(form);
  const steps = [...form.querySelectorAll(".step")];
  const questions = steps.filter((step) => step.dataset.kind === "question");
  const tasks = out ? [] : steps.filter((step) => step.dataset.task);
  return {
    invitation: form.dataset.token,
    consent: values.consent === "yes",
    ...(values.group ? { group: values.group } : {}),
    screening: Object.fromEntries(
      questions.map((step) => [step.dataset.about, values[step.querySelector("input").name]]),
    ),
    judgements: tasks.map((step) => judgement(step, values)),
  };
}

function judgement(step, values) {
  const task = Number(step.dataset.task), shown = step.dataset.shown.split(" ");
  const each = (act) =>
    Object.fromEntries(shown.map((code) => [code, act(values[`t${task}.${code}`])]));
  switch (step.dataset.kind) {
    case "rating": return { task, shown, ratings: each(Number) };
    case "words": return { task, shown, words: each(words) };
    case "acceptance": return { task, shown, accepted: values[`t${task}`] === "yes" };
    default: return { task, shown, chosen: values[`t${task}`] };
  }
}

// In a few words, for the review.
export function said(step, values) {
  const names = [...new Set([...step.querySelectorAll("input")].map((box) => box.name))];
  return names.map((name) => {
    const code = name.split(".")[1];
    const told = step.dataset.kind === "words" ? words(values[name]).join(", ") || "–"
      : values[name] === TIE ? "no difference" : values[name];
    return code ? `${code}: ${told}` : told;
  }).join("; ");
}
