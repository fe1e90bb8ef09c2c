// Sends the requests of the page to this shop, with the token that was typed in. Without it the page is read as it is.
const token = document.getElementById('token');
const words = document.body.dataset;
document.querySelector('[data-token]').hidden = false;
token.value = sessionStorage.getItem('token') || '';
token.addEventListener('input', () => sessionStorage.setItem('token', token.value.trim()));

function show(form, status, text, failed) {
  const result = form.querySelector('[data-result]');
  result.hidden = false;
  result.querySelector('[data-status]').textContent = status;
  const pre = result.querySelector('pre');
  pre.textContent = text;
  pre.hidden = !text;
  result.classList.toggle('failed', failed);
}

function request(form) {
  const { method, path, kind } = form.dataset;
  const headers = { accept: 'application/json' };
  const query = new URLSearchParams();
  let address = path;
  for (const field of form.querySelectorAll('input[data-place]')) {
    const value = field.value.trim();
    if (field.dataset.place === 'path') address = address.replace(`{${field.name}}`, encodeURIComponent(value));
    else if (value && field.dataset.place === 'query') query.append(field.name, value);
    else if (value) headers[field.name.toLowerCase()] = value;
  }
  if (token.value.trim()) headers.authorization = `Bearer ${token.value.trim()}`;
  const body = form.querySelector('[data-body]');
  if (body) headers['content-type'] = kind;
  const asked = query.toString();
  return [asked ? `${address}?${asked}` : address, { method, headers, body: body ? body.value : undefined, credentials: 'omit' }];
}

async function send(form) {
  show(form, words.sending, '', false);
  try {
    const answer = await fetch(...request(form));
    const text = await answer.text();
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it came */ }
    show(form, `${answer.status} ${answer.statusText}`, shown, !answer.ok);
  } catch {
    show(form, words.failed, '', true);
  }
}

for (const form of document.querySelectorAll('form[data-operation]')) {
  form.querySelector('[data-run]').hidden = false;
  form.addEventListener('submit', (event) => { event.preventDefault(); send(form); });
}

function open() {
  const found = location.hash && document.getElementById(location.hash.slice(1));
  if (found && found.matches('details')) found.open = true;
}
addEventListener('hashchange', open);
open();
if (matchMedia('(max-width: 60rem)').matches) document.querySelector('nav details').open = false;
