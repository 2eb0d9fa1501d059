// Counts characters, tells of faults while one writes, and asks before unsaved text is left.
// The form does everything without this, by its buttons.
const form = document.getElementById("sheet");
const live = document.getElementById("live");
// Only what has been touched is told: an empty form is not a faulty one yet.
const touched = new Set();
let isChanged = form.dataset.state === "typed";
let waiting = 0;
let asked = null;

function tally(field) {
  const output = form.querySelector(`output[for="${field.id}"]`);
  if (!output) return;
  const length = [...field.value].length;
  output.textContent = output.dataset.words.replace("{}", String(length));
  output.classList.toggle("over", length > Number(field.dataset.limit));
}

// Whether a field is the other one, or in it: "results.0" and "results.0.text".
const isIn = (name, other) => name === other || name.startsWith(`${other}.`);
// Whether a list of texts is told of all its items in one place.
const isItem = (name, list) => isIn(name, list) && /^(\.\d+)?$/.test(name.slice(list.length));

function mark(field, problems) {
  if (problems.some((one) => one.error)) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function tell(problems) {
  for (const place of form.querySelectorAll(".problems")) {
    const told = Object.keys(problems).filter((one) => isItem(one, place.dataset.for)).flatMap((one) => problems[one]);
    place.replaceChildren(...told.map((one) => {
      const line = document.createElement("span");
      line.className = one.error ? "wrong" : "doubt";
      line.textContent = one.sentence;
      return line;
    }));
  }
  for (const field of form.querySelectorAll("[aria-describedby]")) mark(field, problems[field.name] ?? []);
}

async function check(last) {
  asked?.abort();
  asked = new AbortController();
  const data = new FormData(form);
  data.set("do", "check");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { Accept: "application/json" },
      signal: asked.signal,
    });
    if (!answer.ok) return;
    const { problems } = await answer.json();
    const shown = Object.entries(problems).filter(([name]) => [...touched].some((one) => isIn(name, one) || isIn(one, name)));
    tell(Object.fromEntries(shown));
    // Said aloud for those who cannot see it beside the field.
    live.textContent = (problems[last] ?? []).map((one) => one.sentence).join(" ");
  } catch (error) {
    if (error.name !== "AbortError") live.textContent = "";
  }
}

form.addEventListener("input", (event) => {
  isChanged = true;
  if (event.target.dataset.limit) tally(event.target);
});
form.addEventListener("change", (event) => {
  isChanged = true;
  const { name } = event.target;
  if (!name) return;
  touched.add(name);
  clearTimeout(waiting);
  waiting = setTimeout(check, 400, name);
});
form.addEventListener("submit", (event) => {
  // A step is about what is saved, and takes nothing along of what is typed.
  if (event.submitter?.name !== "to") isChanged = false;
});
addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});
for (const field of form.querySelectorAll("[data-limit]")) tally(field);
document.getElementById("mistakes")?.focus();
