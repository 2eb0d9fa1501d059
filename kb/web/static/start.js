// The first page of a site of plain files: leads to the language the browser likes best.
{
  const pages = [...document.querySelectorAll("main a[hreflang]")];
  const find = (tag) =>
    pages.find((one) => one.hreflang.toLowerCase() === tag) ??
    pages.find((one) => one.hreflang.split("-")[0] === tag.split("-")[0]);
  for (const tag of navigator.languages ?? []) {
    const page = find(tag.toLowerCase());
    if (page) {
      location.replace(page.href);
      break;
    }
  }
}
