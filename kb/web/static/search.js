/* Searches while somebody types or chooses; without it the form does the same by its buttons. */
const form = document.getElementById("search");
const status = document.getElementById("status");
const PAUSE = 150;
let timer;
let asking;

const address = () => {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  const text = query.toString().replace(/%2C/g, ",");
  return form.getAttribute("action") + (text && `?${text}`);
};

/* Puts results in place of those there are; what is unfolded or focused stays so. */
const show = (html) => {
  const before = document.getElementById("found");
  const after = new DOMParser().parseFromString(html, "text/html").getElementById("found");
  for (const one of after.querySelectorAll("details[id]")) {
    one.open = document.getElementById(one.id)?.open ?? one.open;
  }
  const focused = before.contains(document.activeElement) && document.activeElement.id;
  before.replaceWith(after);
  if (focused !== false) (document.getElementById(focused) ?? form.elements.q).focus({ preventScroll: true });
  status.textContent = after.dataset.status;
  document.title = document.title.replace(before.dataset.title, after.dataset.title);
};

const search = async () => {
  const href = address();
  asking?.abort();
  asking = new AbortController();
  try {
    const part = `${href}${href.includes("?") ? "&" : "?"}part=results`;
    const answer = await fetch(part, { signal: asking.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    show(await answer.text());
    history.replaceState(null, "", href);
    for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
};

const later = (pause) => {
  clearTimeout(timer);
  timer = setTimeout(search, pause);
};

form.elements.q.addEventListener("input", (event) => {
  if (!event.isComposing) later(PAUSE);
});
document.addEventListener("change", (event) => {
  if (event.target.form === form && event.target.name !== "q") later(0);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  later(0);
});
/* There is room for the filters beside the results. */
if (matchMedia("(min-width: 60rem)").matches) document.getElementById("facets")?.setAttribute("open", "");
