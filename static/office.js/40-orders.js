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
