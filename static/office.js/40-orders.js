// Orders without this file: the browser prints, Enter sends the form. With it: a button prints, and Enter in one
// tracking number leads to the next, as scanners type it behind each code.
{
  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const parcels = document.querySelector("[data-parcels]");
  parcels?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches(".track input")) return;
    const fields = [...parcels.querySelectorAll(".track input")];
    const next = fields[fields.indexOf(event.target) + 1];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
}

// Work that is under way: looked at again every second until it ends.
{
  const live = document.querySelector("[data-live=on]");
  const again = async () => {
    try {
      const answer = await fetch(location.pathname);
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const now = page.querySelector("[data-live]");
        if (!now) return;
        live.replaceChildren(...now.childNodes);
        if (now.dataset.live !== "on") {
          // Those who do not see it hear of the end, and of no step before.
          document.querySelector("[data-told]").textContent = live.querySelector("[data-state]").textContent;
          return;
        }
      }
    } catch { /* Away for a moment: asked again. */ }
    setTimeout(again, 1000);
  };
  if (live) setTimeout(again, 1000);
}
