/* Searches plain files. Lists tell by which signals Pagefind's index knows a word. */
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("search");
  if (form?.dataset.live !== "no") return;
  const [status, all, facets] = ["status", "all", "facets"].map(byId);
  const { lang } = document.documentElement;
  const root = new URL("../pagefind/", document.currentScript.src);
  const make = (tag, className, ...inside) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  };
  const [chips, list] = [make("ul", "chips"), make("ul", "cards")];
  const more = make("button", "button", status.dataset.more);
  all.before(chips, list, more);
  const cards = {};
  for (const one of all.querySelectorAll("[data-practice]")) cards[one.dataset.practice] = one.closest("li");
  const ids = Object.keys(cards);
  const fold = (text) => text.toLowerCase().replace(/ß/g, "ss").normalize("NFD").replace(/\p{M}/gu, "");
  const kept = {};
  const load = (name) =>
    (kept[`/${name}`] ??= fetch(`${root}${name}.json`, { cache: "no-cache" }).then((one) => one.json()));
  let pagefind, site, ready, timer, query;
  const ask = (text) => (kept[text] ??= pagefind.search(text).then((one) => one.results));

  /* What lists say of a word; else of the one with most pairs of letters in common, or of parts. */
  const pairs = (word) => [...` ${word}`].map((one, i) => one + (word[i] ?? " "));
  const entryOf = async (word) => {
    let [found, most] = [undefined, 0.6];
    const mine = pairs(word);
    for (const code of site.langs) {
      const known = await load(`words.${code}`);
      const exact = known[word] ?? known[word.replace(/([aou])e/g, "$1")];
      if (exact !== undefined) return exact;
      for (const key in known) {
        if (key[0] !== word[0]) continue;
        const other = pairs(key);
        const share = other.filter((one) => mine.includes(one)).length / (other.length + mine.length);
        if (2 * share > most) [found, most] = [known[key], 2 * share];
      }
    }
    const own = await load(`words.${site.langs[0]}`);
    for (let cut = 4; !found && cut < word.length - 3; cut++) {
      const parts = [own[word.slice(0, cut)], own[word.slice(cut)]];
      if (parts[0] && parts[1]) found = parts.map((one) => one.split("|")[0]).join(" ");
    }
    return found;
  };
  const weigh = async (marks, join = Math.max) => {
    const scores = {};
    for (const [, signal, most] of marks.matchAll(/(\w+) (\d+)/g)) {
      const results = await ask(signal);
      for (const one of results) {
        const id = site.signals[one.id];
        scores[id] = join(scores[id] ?? 0, (one.score / results[0].score) * most);
      }
    }
    return scores;
  };
  const find = async (word) => {
    const entry = await entryOf(fold(word));
    const [marks, rest = ""] = (entry ?? "").split("|");
    const near = await weigh(rest, (one, other) => one + other);
    let scores = await weigh(marks);
    if (entry === undefined) for (const one of await ask(`"${word}"`)) scores[site.texts[one.id]] = 20;
    if (!Object.keys(scores).length) scores = near;
    return { scores, near, isCommon: entry === "" };
  };
  /* All words are wanted; where few practices have them, those with most of them follow. */
  const rank = async (words) => {
    let found = await Promise.all(words.map(find));
    if (found.some((one) => !one.isCommon)) found = found.filter((one) => !one.isCommon);
    const hits = [];
    for (const id of ids) {
      let [score, lacks, rest] = [0, found.length, found.length];
      for (const { scores, near } of found) {
        score += scores[id] ?? near[id] ?? 0;
        if (id in scores) [lacks, rest] = [lacks - 1, rest - 2];
        else if (id in near) rest--;
      }
      if (score && rest <= 0) hits.push({ id, score, lacks });
    }
    hits.sort((a, b) => a.lacks - b.lacks || b.score - a.score);
    const full = hits.filter((one) => !one.lacks);
    return (full.length < 10 ? hits : full).map((one) => one.id);
  };
  /* Without an index: the words as they stand in titles and summaries. */
  const rankPlainly = (words) =>
    ids.filter((id) => words.every((one) => fold(cards[id].textContent).includes(fold(one))));

  const options = [];
  const start = async () => {
    if (location.protocol === "file:") throw new Error("no index");
    site = await load(`site.${lang}`);
    pagefind = await import(`${root}pagefind.js`);
    await pagefind.options({ ranking: { termFrequency: 0, termSaturation: 2 } });
    const asked = new URLSearchParams(location.search);
    for (const [name, values] of Object.entries(site.facets)) {
      const group = byId("facet").content.cloneNode(true);
      const title = facets.dataset[name];
      for (const one of group.querySelectorAll("summary, legend")) one.append(title);
      for (const [value, [label, those]] of Object.entries(values)) {
        const option = byId("option").content.cloneNode(true);
        const box = option.querySelector("input");
        Object.assign(box, { name, value, checked: asked.getAll(name).includes(value) });
        box.setAttribute("form", "search");
        option.querySelector(".label").append(label);
        group.querySelector("ul").append(option);
        options.push({ name, box, those, words: `${title}: ${label} ×` });
      }
      facets.append(group);
    }
  };
  const fits = (id, but) => {
    const chosen = options.filter((one) => one.box.checked && one.name !== but);
    return chosen.every(({ name }) => chosen.some((one) => one.name === name && one.those.includes(id)));
  };
  const count = (hits) => {
    chips.replaceChildren();
    for (const { name, box, those, words } of options) {
      const number = hits.filter((id) => those.includes(id) && fits(id, name)).length;
      box.parentNode.querySelector(".count").textContent = number;
      box.closest("li").hidden = !number && !box.checked;
      if (!box.checked) continue;
      const chip = make("button", "chip", words);
      chip.onclick = () => box.click();
      chips.append(make("li", "", chip));
    }
  };
  const show = async (id, words) => {
    const item = cards[id].cloneNode(true);
    for (const word of site ? words : []) {
      const found = (await ask(word)).find((one) => site.texts[one.id] === id);
      if (!found) continue;
      const { excerpt } = await found.data();
      const { body } = new DOMParser().parseFromString(`<p>${excerpt}`, "text/html");
      const pieces = [...body.firstChild.childNodes].map(({ nodeName, textContent }) =>
        nodeName === "MARK" ? make("mark", "", textContent) : textContent,
      );
      const snippet = make("p", "snippet", ...pieces);
      snippet.lang = item.querySelector(".summary")?.lang || lang;
      item.querySelector(".card-foot").before(snippet);
      break;
    }
    return item;
  };
  const search = async (most = 20) => {
    const fault = await (ready ??= start().then(() => "", () => `${status.dataset.failed} `));
    const mine = (query = new URLSearchParams([...new FormData(form)].filter((one) => one[1])));
    const words = form.q.value.normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
    const hits = words[0] ? await (fault ? rankPlainly : rank)(words) : ids;
    count(hits);
    const isAsked = words[0] || chips.firstChild;
    const shown = isAsked ? hits.filter((id) => fits(id)) : [];
    const items = await Promise.all(shown.slice(0, most).map((id) => show(id, words)));
    if (mine !== query) return;
    history.replaceState(null, "", `?${query}`);
    for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
    list.replaceChildren(...items);
    all.hidden = isAsked;
    more.hidden = shown.length <= most;
    more.onclick = () => search(most + 20);
    const plural = `found-${new Intl.PluralRules(lang).select(shown.length)}`;
    const told = status.getAttribute(`data-${shown[0] ? plural : words[0] ? "nothing" : "unfit"}`);
    const values = { num: shown.length, query: form.q.value };
    const sentence = told.replace(/%\((\w+)\)[ds]/g, (_, name) => values[name]);
    status.textContent = fault + (isAsked ? sentence : "");
  };
  document.oninput = () => {
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  };
  form.onsubmit = () => search() && false;
  form.q.value = new URLSearchParams(location.search).get("q");
  search();
})();
