/* The basket lives in the address. A server writes it into every link; this script does the same
   among plain files, and on both lets a practice be chosen without loading the page again. */
(() => {
  "use strict";
  const header = document.getElementById("basket-link");
  if (!header) return;
  const site = new URL("..", document.currentScript.src).href;
  const most = Number(header.dataset.most);
  const parse = (text) =>
    [...new Set(text.split(","))].filter((id) => /^[a-z0-9][a-z0-9-]{0,99}$/.test(id)).slice(0, most);
  const asked = new URLSearchParams(location.search).getAll("basket").join();
  let ids = parse(header.dataset.ids ?? asked);

  const withBasket = (href, chosen) => {
    const url = new URL(href, location.href);
    url.searchParams.delete("basket");
    if (chosen.length) url.searchParams.set("basket", chosen.join());
    return url.href.replace(/%2C/g, ",");
  };
  const isPage = (href) => {
    const path = href.split(/[?#]/, 1)[0];
    return path.startsWith(site) && !path.startsWith(`${site}api/`) && /(\.html|\/[^./]*)$/.test(path);
  };
  const swapped = (id) => (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);

  const showChoice = (link) => {
    const isIn = ids.includes(link.dataset.practice);
    link.href = withBasket(location.href, swapped(link.dataset.practice));
    link.classList.toggle("chosen", isIn);
    link.querySelector(".when-in").hidden = !isIn;
    link.querySelector(".when-out").hidden = isIn;
  };
  const showForm = (form) => {
    let field = form.elements.namedItem("basket");
    if (!field && ids.length) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "basket" });
      form.append(field);
    }
    if (field) field.value = ids.join();
  };
  const show = () => {
    for (const link of document.querySelectorAll("a[href]:not([rel~=nofollow], [href^='#'])")) {
      const href = link.href.baseVal ? new URL(link.href.baseVal, location.href).href : link.href; // a map's
      const changed = isPage(href) ? withBasket(href, ids) : href;
      if (changed !== href) link.setAttribute("href", changed);
    }
    document.querySelectorAll(".choose[data-practice]").forEach(showChoice);
    for (const form of document.forms) if (isPage(form.action)) showForm(form);
    const count = header.querySelector(".count");
    count.hidden = !ids.length;
    if (count.textContent !== `${ids.length}`) count.textContent = ids.length;
  };

  const basket = {
    get ids() {
      return ids;
    },
    parse,
    change(next) {
      ids = next;
      const address = withBasket(location.href, ids);
      try {
        history.replaceState(null, "", address);
      } catch {
        location.replace(address);
      }
      show();
      tell();
    },
  };
  const tell = () => document.dispatchEvent(new CustomEvent("basket", { detail: basket }));

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".choose[data-practice]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = swapped(link.dataset.practice);
    if (next.length > most) location.assign(header.href);
    else basket.change(next);
  });
  show();
  document.addEventListener("DOMContentLoaded", tell);
  // Results that a search brings later are links, too.
  new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
})();
