// The back office works without this file. With it: `/` goes to the search box, j and k (or the arrows, once in a
// list) walk through the rows of a list, Enter opens, Escape closes the menu; and a click anywhere on a row opens it.
const rows = () => [...document.querySelectorAll("[data-rows] tbody a")];
const typing = (el) => el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const here = document.activeElement ?? document.body;
  if (event.key === "Escape") {
    const menu = document.querySelector("[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (here.matches("[data-search]")) {
      here.blur();
    }
    return;
  }
  if (typing(here)) return;
  if (event.key === "/") {
    const box = document.querySelector("[data-search]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    return;
  }
  const links = rows();
  const at = links.indexOf(here);
  const step = { j: 1, k: -1, ...(at >= 0 && { ArrowDown: 1, ArrowUp: -1 }) }[event.key];
  if (!step || links.length === 0) return;
  event.preventDefault();
  const to = at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1);
  links[to].focus();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-rows] tbody tr")?.querySelector("a");
  if (!link || event.target.closest("a, button, input, label, select") || String(getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href);
  else link.click();
});
