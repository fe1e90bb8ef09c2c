// Products without this file: numbers give pictures their order, a button filters, each box is ticked by hand. With
// it: pictures are dragged and dropped, filters apply when chosen, a whole page is ticked at once.
{
  const all = document.querySelector("[data-all]");
  const picks = () => [...document.querySelectorAll('[name="pick"]')];
  if (all) {
    all.addEventListener("change", () => picks().forEach((pick) => { pick.checked = all.checked; }));
    document.addEventListener("change", (event) => {
      if (!event.target.matches('[name="pick"]')) return;
      const ticked = picks().filter((pick) => pick.checked).length;
      all.checked = ticked === picks().length;
      all.indeterminate = ticked > 0 && !all.checked;
    });
  }

  const filters = document.querySelector("[data-auto]");
  filters?.addEventListener("change", (event) => {
    if (event.target.matches("select")) filters.requestSubmit();
  });

  // An attribute that the shop knows brings its kind and unit along, unless a value says otherwise already.
  const known = document.getElementById("known-attributes");
  document.querySelector(".attributes")?.addEventListener("change", (event) => {
    const part = (name) => document.getElementById(event.target.id.replace(/-name$/, `-${name}`));
    if (!known || !event.target.id.endsWith("-name") || part("value").value !== "") return;
    const option = [...known.options].find((o) => o.value.toLowerCase() === event.target.value.trim().toLowerCase());
    if (!option) return;
    event.target.value = option.value;
    part("kind").value = option.dataset.kind;
    part("unit").value = option.dataset.unit;
  });

  // Files dropped anywhere on the form are as good as chosen ones.
  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const files = drop.querySelector("input[type=file]");
    const over = (on) => drop.classList.toggle("over", on);
    drop.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
    drop.addEventListener("dragleave", () => over(false));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (event.dataTransfer.files.length === 0) return;
      files.files = event.dataTransfer.files;
      drop.requestSubmit();
    });
    drop.addEventListener("submit", () => { drop.querySelector("[data-dropped]").hidden = false; });
  }

  // Dragging a picture moves it; the numbers that the form sends follow.
  const list = document.querySelector("[data-sortable]");
  if (list && !list.closest("fieldset[disabled]")) {
    const items = () => [...list.querySelectorAll("[data-item]")];
    const number = () => items().forEach((item, i) => {
      const place = item.querySelector("[data-place]");
      place.value = i + 1;
      place.dispatchEvent(new Event("input", { bubbles: true }));
    });
    let dragged;
    for (const item of items()) {
      const shot = item.querySelector(".shot");
      shot.addEventListener("pointerdown", () => { item.draggable = true; });
      item.addEventListener("pointerup", () => { item.draggable = false; });
      item.addEventListener("dragstart", (event) => {
        dragged = item;
        item.classList.add("dragged");
        event.dataTransfer.effectAllowed = "move";
      });
      item.addEventListener("dragover", (event) => {
        if (!dragged || dragged === item) return;
        event.preventDefault();
        const there = items();
        if (there.indexOf(dragged) < there.indexOf(item)) item.after(dragged);
        else item.before(dragged);
      });
      item.addEventListener("dragend", () => {
        item.draggable = false;
        item.classList.remove("dragged");
        dragged = undefined;
        number();
      });
    }
  }

  for (const group of document.querySelectorAll(".focus")) {
    group.addEventListener("change", (event) => {
      const [x, y] = event.target.value.split("-");
      group.closest(".shot").querySelector("img").className = `fx-${x} fy-${y}`;
    });
  }

  // What a search engine would show follows what is typed.
  const snippet = document.querySelector("[data-snippet]");
  if (snippet) {
    const value = (id) => document.getElementById(id)?.value.trim() ?? "";
    const show = () => {
      snippet.querySelector("[data-part=title]").textContent = value("seo_title") || value("title");
      snippet.querySelector("[data-part=handle]").textContent = value("handle");
      snippet.querySelector("[data-part=text]").textContent = value("seo_description") || value("subtitle");
    };
    snippet.closest("form").addEventListener("input", show);
  }
}
