/* What is too small to be met by a finger, as WCAG 2.2 has it in criterion 2.5.8: at least 24 by 24
   pixels, or so far from others that a circle of 24 pixels around its middle meets none of them.
   Links in a line of text are as high as that, and may be. */
() => {
  const LEAST = 24;
  const isSeen = (one) =>
    one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
    !one.closest(".hidden, [aria-hidden=true]") &&
    getComputedStyle(one).clipPath === "none";
  const isInText = (one) => {
    if (!/^inline$/.test(getComputedStyle(one).display)) return false;
    const block = one.closest("p, li, dd, dt, td, th, h1, h2, h3, h4, figcaption, div, section");
    const rest = [...block.childNodes].filter((child) => child !== one && !child.contains(one));
    return rest.some((child) => /\p{L}/u.test(child.textContent));
  };
  /* A box with its label is one target. */
  const boxOf = (one) => {
    const boxes = [one, ...(one.labels ?? [])].map((part) => part.getBoundingClientRect());
    const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
    const right = Math.max(...boxes.map((box) => box.right));
    return { left, top, right, bottom: Math.max(...boxes.map((box) => box.bottom)) };
  };
  const targets = [...document.querySelectorAll("a[href], button, input, select, summary")]
    .filter((one) => one.type !== "hidden" && isSeen(one))
    .map((one) => ({ one, box: /checkbox|radio/.test(one.type) ? boxOf(one) : one.getBoundingClientRect() }))
    .filter(({ box }) => box.right > box.left);
  const isSmall = ({ box }) => box.right - box.left < LEAST - 0.5 || box.bottom - box.top < LEAST - 0.5;
  const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
  const meets = (small, other) => {
    const [x, y] = middle(small.box);
    if (isSmall(other)) {
      const [otherX, otherY] = middle(other.box);
      return Math.hypot(x - otherX, y - otherY) < LEAST;
    }
    const { left, right, top, bottom } = other.box;
    const [nearX, nearY] = [Math.max(left, Math.min(x, right)), Math.max(top, Math.min(y, bottom))];
    return Math.hypot(x - nearX, y - nearY) < LEAST / 2;
  };
  return targets
    .filter((small) => isSmall(small) && !isInText(small.one))
    .filter((small) => targets.some((other) => other.one !== small.one && meets(small, other)))
    .map(({ one, box }) => {
      const size = `${(box.right - box.left).toFixed(1)} × ${(box.bottom - box.top).toFixed(1)}`;
      return `${size}: ${one.outerHTML.replace(/\s+/g, " ").slice(0, 140)}`;
    });
}
