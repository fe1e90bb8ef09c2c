// The shop works without this file. It adds: the basket's count on cached pages, quantity buttons,
// quantities that save themselves, and a waiting page that looks again by itself.
const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

// What can wait is asked for once the page is painted: it would take the line from the pictures.
const painted = document.readyState === 'complete' ? Promise.resolve()
  : new Promise(done => addEventListener('load', () => requestAnimationFrame(() => setTimeout(done)), { once: true }));

all('[data-cart-summary]', async link => {
  const badge = link.querySelector('[data-count]');
  if (!badge || !badge.hidden) return;
  await painted;
  try {
    const answer = await fetch(link.dataset.cartSummary, { headers: { accept: 'application/json' } });
    if (!answer.ok) return;
    const visitor = await answer.json(), { count } = visitor;
    dispatchEvent(new CustomEvent('visitor', { detail: visitor }));
    if (count > 0) { badge.textContent = count; badge.hidden = false; }
  } catch { /* without a network, the link alone will do */ }
});

all('[data-stepper]', box => {
  const input = box.querySelector('input');
  box.querySelectorAll('[data-step]').forEach(button => {
    button.addEventListener('click', () => {
      const before = input.value;
      button.dataset.step > 0 ? input.stepUp() : input.stepDown();
      if (input.value !== before) input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  });
});

all('[data-autosave]', form => {
  let timer;
  form.addEventListener('change', () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (form.reportValidity()) form.requestSubmit(form.querySelector('[data-save]')); }, 500);
  });
});

// A second click must not send an order twice; the server refuses it too.
all('form[data-once]', form => form.addEventListener('submit', event => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = '1';
}));
// Another way to pay may cost something: the total follows what is chosen, and nobody's place on the page is lost. An order
// that is placed meanwhile waits for the total, and goes on when it is the one that was seen.
all('[data-look]', line => {
  const button = line.querySelector('button'), { form } = button;
  let asked = 0, done = 0, held;
  line.hidden = true;
  form.addEventListener('submit', event => {
    if (asked === done) return;
    held = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  form.addEventListener('change', async ({ target }) => {
    if (target.name !== 'method') return;
    const mine = ++asked, due = form.elements.expected_total.value;
    held = null;
    const body = new URLSearchParams(new FormData(form));
    body.set('look', '1');
    try {
      const answer = await fetch(form.action, { method: 'POST', body });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (mine !== asked) return;
      const parts = ['#summary', '.fold', '.paybar b', '[name=expected_total]', '[name=idempotency_key]'];
      const fresh = parts.map(part => page.querySelector(part)), pay = '.paybar .button';
      if (!answer.ok || fresh.includes(null)) throw answer;
      parts.forEach((part, i) => document.querySelector(part).replaceWith(fresh[i]));
      // The button itself stays: a click on it may be on its way.
      document.querySelector(pay).textContent = page.querySelector(pay).textContent;
      done = mine;
      if (held && form.elements.expected_total.value === due) form.requestSubmit(held);
    } catch {
      if (mine !== asked) return;
      done = mine;
      form.requestSubmit(button);
    }
  });
});

addEventListener('pageshow', () => all('form[data-once]', form => { delete form.dataset.sent; }));

all('[data-reload]', element => setTimeout(() => location.reload(), element.dataset.reload * 1000));
