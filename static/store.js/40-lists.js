// Lists and search: suggestions below the box, filters that send themselves, menus that close.
all('form[data-find]', form => {
  const input = form.querySelector('input');
  const box = document.createElement('div');
  box.className = 'suggest';
  box.hidden = true;
  box.setAttribute('aria-live', 'polite');
  form.append(box);
  let timer, asking, shown = '';
  const hide = () => { box.hidden = true; asking?.abort(); };
  const ask = async () => {
    const typed = input.value.trim();
    if (typed.length < 2) return hide();
    if (typed === shown && box.innerHTML) { box.hidden = false; return; }
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.find}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (!answer.ok) return hide();
      box.innerHTML = await answer.text();
      shown = typed;
      box.hidden = false;
    } catch { /* another letter was typed, or there is no network: the box alone will do */ }
  };
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 150); });
  form.addEventListener('focusout', event => { if (!form.contains(event.relatedTarget)) hide(); });
  form.addEventListener('keydown', event => {
    if (event.key === 'Escape') { hide(); input.focus(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || box.hidden) return;
    const stops = [input, ...box.querySelectorAll('a')];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
});
all('.to-find', link => link.addEventListener('click', () => setTimeout(() => document.querySelector('#find').focus())));

all('form[data-filters]', form => {
  const wide = matchMedia('(min-width: 1000px)');
  // Beside the list a tick counts at once; in the sheet of a phone several are made first.
  form.addEventListener('change', () => { if (wide.matches) form.requestSubmit(); });
  form.addEventListener('submit', () => form.querySelectorAll('input[type=text]').forEach(input => { if (!input.value.trim()) input.disabled = true; }));
});
addEventListener('pageshow', () => all('form[data-filters] input:disabled', input => { input.disabled = false; }));

addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  all('[data-sort][open]', menu => { menu.open = false; menu.querySelector('summary').focus(); });
  if (location.hash === '#filters') { location.hash = '#list'; document.querySelector('.to-filters')?.focus(); }
});
addEventListener('click', event => all('[data-sort][open]', menu => { if (!menu.contains(event.target)) menu.open = false; }));
