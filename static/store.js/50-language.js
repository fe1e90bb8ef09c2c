// Whoever reads another language of ours rather than this page's is offered it, until they say what they want.
const kept = {
  get: () => { try { return localStorage.getItem('language'); } catch { return null; } },
  set: language => { try { localStorage.setItem('language', language); } catch { /* asked again next time */ } },
};
all('[data-language]', link => link.addEventListener('click', () => kept.set(link.dataset.language)));
all('[data-tongue]', offer => {
  const spoken = document.documentElement.lang;
  const ours = [spoken, ...[...document.querySelectorAll('[data-tongue]')].map(o => o.dataset.tongue)];
  const wanted = kept.get() ?? navigator.languages?.map(l => l.slice(0, 2).toLowerCase()).find(l => ours.includes(l));
  if (wanted !== offer.dataset.tongue) return;
  offer.hidden = false;
  offer.querySelector('button').addEventListener('click', () => { kept.set(spoken); offer.hidden = true; });
});
