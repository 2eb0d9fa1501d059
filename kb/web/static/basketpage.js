/* On the page of the basket: hands the address on; among plain files it also writes the list. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const practices = new Map();
  for (const link of byId("basket-all")?.content.querySelectorAll("a") ?? []) {
    practices.set(link.dataset.practice, link);
  }

  const share = () => {
    const box = byId("basket-share");
    if (!box || !location.protocol.startsWith("http")) return;
    const [field, copy, mail] = ["address", "copy", "mail"].map((name) => byId(`basket-${name}`));
    field.value = new URL(box.dataset.address || location.href, location.href).href;
    const subject = encodeURIComponent(mail.dataset.subject);
    mail.href = `mailto:?subject=${subject}&body=${encodeURIComponent(field.value)}`;
    copy.onclick = async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy");
      }
      copy.textContent = copy.dataset.done;
    };
    box.hidden = false;
  };

  const item = (basket, id, place) => {
    const made = byId("basket-item").content.firstElementChild.cloneNode(true);
    const link = practices.get(id).cloneNode(true);
    const last = basket.ids.length - 1;
    made.querySelector("h3").append(link);
    for (const button of made.querySelectorAll("button")) {
      const step = Number(button.dataset.step);
      button.querySelector(".hidden").append(link.textContent);
      button.hidden = step < 0 ? place === 0 : step > 0 && place === last;
      button.onclick = () => {
        const next = basket.ids.filter((one) => one !== id);
        if (step) next.splice(place + step, 0, id);
        basket.change(next);
        const there = byId("basket-list").children[step ? place + step : Math.min(place, last - 1)];
        const again = there?.querySelector(`[data-step="${button.dataset.step}"]:not([hidden])`);
        (again ?? there ?? byId("main")).focus();
      };
    }
    return made;
  };
  const list = (basket) => {
    const known = basket.ids.filter((id) => practices.has(id));
    if (known.length < basket.ids.length) {
      byId("basket-gone").hidden = false;
      return basket.change(known);
    }
    byId("basket-list").replaceChildren(...known.map((id, place) => item(basket, id, place)));
    byId("basket-chosen").hidden = !known.length;
    byId("basket-empty").hidden = known.length > 0;
    byId("basket-printed").replaceChildren();
    for (const link of document.querySelectorAll("[data-fill]")) {
      link.onclick = (event) => {
        event.preventDefault();
        basket.change(basket.parse(new URL(link.href).searchParams.get("basket")));
        byId("chosen").focus();
      };
    }
    byId("basket-print").onclick = async () => {
      try {
        byId("basket-printed").replaceChildren(...(await Promise.all(known.map(fetchPractice))));
        window.print();
      } catch {
        byId("basket-refused").hidden = false;
      }
    };
  };

  const fetchPractice = async (id) => {
    const url = new URL(practices.get(id).getAttribute("href"), location.href);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = document.createElement("section");
    part.className = "printed";
    part.append(...page.querySelector("main").childNodes);
    for (const one of part.querySelectorAll("script, form, nav, .choose, .actions")) one.remove();
    for (const one of part.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const name of ["href", "src"]) {
      for (const one of part.querySelectorAll(`[${name}]`)) {
        one.setAttribute(name, new URL(one.getAttribute(name), url).href);
      }
    }
    return part;
  };

  document.addEventListener("basket", ({ detail }) => {
    if (practices.size) list(detail);
    share();
  });
})();
