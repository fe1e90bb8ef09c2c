// Around every page: the search over everything shows what it finds while one types; `g` and a letter go somewhere,
// `?` shows the keys, Ctrl-K goes to the search, Ctrl-S saves; a form that was changed is not left by accident.
{
  const isTyping = () => {
    const el = document.activeElement;
    return el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
  };

  // The search box, as a combobox (WAI-ARIA 1.2): arrows walk, Enter opens, Escape closes.
  const box = document.querySelector("[data-palette] input");
  const list = document.getElementById("found");
  if (box && list) {
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.getAttribute("aria-label"));
    const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
    let asking, timer, at = -1;
    const options = () => [...list.querySelectorAll("[role=option]")];
    const close = () => {
      asking?.abort();
      clearTimeout(timer);
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const choose = (to) => {
      const all = options();
      if (all.length === 0) return;
      at = (to + all.length) % all.length;
      all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
      all[at].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", all[at].id);
    };
    const ask = async () => {
      asking?.abort();
      const mine = asking = new AbortController();
      try {
        const answer = await fetch(`/admin/search/found?q=${encodeURIComponent(box.value)}`, { signal: mine.signal });
        if (!answer.ok || answer.redirected) return;
        const html = await answer.text();
        if (mine.signal.aborted || document.activeElement !== box) return;
        list.innerHTML = html;
        options().forEach((option, i) => { option.id = `found-${i}`; });
        if (options().length === 0) {
          const none = document.createElement("p");
          none.textContent = box.dataset.none;
          list.replaceChildren(none);
        }
        list.hidden = false;
        box.setAttribute("aria-expanded", "true");
        at = -1;
        box.removeAttribute("aria-activedescendant");
        if (box.value.trim()) choose(0);
      } catch (e) {
        if (e.name !== "AbortError") close();
      }
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    box.addEventListener("focus", () => { if (list.hidden) ask(); });
    box.addEventListener("blur", () => setTimeout(() => { if (document.activeElement !== box) close(); }, 120));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) ask();
        else choose(at < 0 ? (step > 0 ? 0 : -1) : at + step);
      } else if (event.key === "Enter" && at >= 0 && !list.hidden) {
        event.preventDefault();
        options()[at].click();
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      }
    });
  }

  const keys = document.getElementById("keys");
  let going;
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "k" && box) {
        event.preventDefault();
        box.focus();
        box.select();
      } else if (key === "s") {
        const form = document.activeElement?.closest?.("form[data-edit]") ?? document.querySelector("form[data-edit]");
        if (form) {
          event.preventDefault();
          form.requestSubmit();
        }
      }
      return;
    }
    if (isTyping()) return;
    if (key === "?" && keys?.togglePopover) {
      event.preventDefault();
      keys.togglePopover();
    } else if (going) {
      clearTimeout(going);
      going = undefined;
      const link = document.querySelector(`a[data-go="${CSS.escape(key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
    } else if (key === "g") {
      going = setTimeout(() => { going = undefined; }, 1200);
    }
  });

  // What is not saved: compared with what the page came with; a page that came back with errors is not saved either.
  const told = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) =>
    [name, value instanceof File ? `${value.name} ${value.size}` : value]));
  const known = new WeakMap();
  let leaving = false;
  const look = (form) => {
    if (form?.matches?.("form[data-edit]") && known.has(form)) {
      form.toggleAttribute("data-dirty", form.dataset.edit === "unsaved" || told(form) !== known.get(form));
    }
  };
  for (const form of document.querySelectorAll("form[data-edit]")) {
    known.set(form, told(form));
    look(form);
  }
  for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => look(event.target.form));
  document.addEventListener("reset", (event) => setTimeout(() => look(event.target)));
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-edit]")) leaving = true;
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && document.querySelector("form[data-dirty]")) event.preventDefault();
  });
}
