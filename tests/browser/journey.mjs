// A visitor buys, staff sends: node journey.mjs BASE EMAIL PASSWORD scripts|plain|twice DATA
// Every page that is met is checked: no raw keys, no errors, no sideways scrolling, nothing that axe-core finds.
// PICTURES=folder keeps a picture of each.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, watch } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.NODE_PATH ?? join(process.cwd(), 'node_modules'), 'x.js'));
const { chromium } = require('playwright-core');
const Axe = require('@axe-core/playwright').default;
const [base, staffEmail, password, mode, data] = process.argv.slice(2);
assert(data, 'usage: journey.mjs BASE EMAIL PASSWORD scripts|plain|twice DATA');

const PATIENCE = 15_000;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const pictures = process.env.PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

const began = Date.now();
const say = words => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${words}`);

/** One person at one device; `scripts` off means JavaScript off. */
class Person {
  wrong = [];
  expected = new Set();

  static async at(browser, scripts) {
    const person = new Person();
    person.scripts = scripts;
    person.context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: scripts,
      locale: 'en-GB', reducedMotion: 'reduce' });
    const page = person.page = await person.context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', e => person.wrong.push(`script: ${e}`));
    // What the network refuses is told once more by the answer itself.
    page.on('console', m => m.type() === 'error' && !m.text().startsWith('Failed to load resource')
      && person.wrong.push(`console: ${m.text()}`));
    page.on('response', r => r.status() >= 400 && !person.expected.delete(r.status())
      && person.wrong.push(`${r.status()} for ${r.url()}`));
    return person;
  }

  async open(path) {
    await this.page.goto(base + path);
  }

  /** Looks at the page as it stands; at one that was looked at before, only as on a phone. */
  async look(name, { before = false } = {}) {
    const { page } = this;
    await page.waitForLoadState();
    const words = await page.locator('body').innerText();
    const raw = words.match(/\b(admin|pay|wrong|field|cart|state|said|checkout|sums|mail|country)-[a-z_]+(-[a-z_]+)*\b/);
    // Subscribers are called by their names, which may look alike.
    if (raw && !raw[0].startsWith('mail-')) this.wrong.push(`${name}: shows the key ${raw[0]}`);
    for (const [width, colorScheme] of before ? [[360, 'light']] : [[360, 'light'], [1280, 'dark']]) {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) this.wrong.push(`${name}: ${wide} px wider than a screen of ${width}`);
      if (this.scripts) {
        // Once all of it; what a wide, dark page can add is mostly its colours.
        const axe = new Axe({ page }).setLegacyMode(true);
        if (colorScheme === 'dark') axe.withRules(['color-contrast', 'target-size', 'scrollable-region-focusable']);
        for (const found of (await axe.analyze()).violations) {
          this.wrong.push(`${name}: axe at ${width}, ${colorScheme}: ${found.id} at ${found.nodes.map(n => n.target).join(', ')}`);
        }
      }
      if (pictures) await page.screenshot({ path: join(pictures, `${mode}-${name}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'light' });
    assert.deepEqual(this.wrong, [], `on ${name}, ${page.url()}`);
    say(name);
  }

  text(selector) {
    return this.page.locator(selector).first().innerText();
  }
}

/** `look()` is asked until it answers, again whenever the folder stirs; never longer than patience lasts. */
function watched(folder, look) {
  const deadline = Date.now() + PATIENCE;
  return new Promise((done, failed) => {
    let watcher, timer;
    const end = (then, value) => { clearTimeout(timer); watcher?.close(); then(value); };
    const again = () => { const found = look(); if (found) end(done, found); };
    const begin = () => {
      if (existsSync(folder)) { watcher = watch(folder, again); again(); }
      else if (Date.now() < deadline) setTimeout(begin, 20);
    };
    timer = setTimeout(() => end(failed, new Error(`nothing came into ${folder}`)), PATIENCE);
    begin();
  });
}

const mailAbout = (number, subject) => watched(join(data, 'mail'), () => readdirSync(join(data, 'mail'))
  .filter(name => !name.startsWith('.'))
  .map(name => readFileSync(join(data, 'mail', name), 'utf8'))
  .find(mail => mail.includes(number) && subject.test(mail)));

const address = { email: '', name: 'Marta Lindqvist', line1: 'Torstraße 12', postal_code: '10119', city: 'Berlin' };

async function putIntoBasket(person, path) {
  const { page } = person;
  await person.open(path);
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.waitForURL('**/cart');
}

async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`#${name}`).fill(value);
}

async function toPayment(person, email) {
  const { page } = person;
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fill(page, { ...address, email });
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.waitForURL('**/checkout/payment');
}

async function orderNumber(person) {
  await person.page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
  const number = (await person.text('.lede')).match(/[A-Z]+-\d+/)?.[0];
  assert(number, 'the confirmation names the order');
  return number;
}

async function buy(person) {
  const { page } = person;
  await person.open('/');
  await person.look('home');
  // By keyboard: the first stop leads past the navigation.
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').getAttribute('href'), '#main');

  await page.locator('.rooms a', { hasText: 'Table' }).click();
  await page.waitForURL('**/c/*');
  await person.look('category');
  await page.locator('.card', { hasText: 'Speckled mug' }).click();
  await page.waitForURL('**/p/*');
  await person.look('product');

  await page.locator('a.option:not(.chosen):not(.gone)').first().click();
  await page.waitForURL('**/p/*?*');
  const chosen = await person.text('.options h2 span');
  await person.look('product-chosen', { before: true });
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.waitForURL('**/cart');
  assert((await person.text('.lines small')).includes(chosen), `the basket holds what was chosen, ${chosen}`);
  await person.look('basket');

  const before = await person.text('.summary .total dd');
  await page.locator('.lines input[name=quantity]').fill('2');
  if (person.scripts) await page.locator('.lines input[name=quantity]').blur();
  else await page.getByRole('button', { name: 'Update' }).click();
  await page.getByText('2 items', { exact: true }).waitFor();
  assert.notEqual(await person.text('.summary .total dd'), before, 'two cost more than one');

  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await person.look('checkout');
  const email = `${mode}@example.org`;
  await fill(page, { ...address, email, city: '' });
  // The browser would stop an empty field by itself; here the shop must.
  await page.locator('#city').fill('   ');
  person.expected.add(422);
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.locator('.problems').waitFor();
  await person.look('checkout-problem', { before: true });
  assert.equal(await page.locator('#city').getAttribute('aria-invalid'), 'true');
  assert.match(await person.text('#city-error'), /town/);
  await page.locator('.problems a').click();
  assert.equal(await page.locator(':focus').getAttribute('id'), 'city', 'the summary leads to the field');
  assert.equal(await page.locator('#name').inputValue(), address.name, 'nothing that was typed is lost');
  await page.locator('#city').fill(address.city);
  await page.locator('#city').press('Enter');
  await page.waitForURL('**/checkout/payment');
  await person.look('payment');

  await page.getByLabel('Bank transfer').check();
  await page.getByRole('button', { name: 'Order and pay' }).click();
  await page.waitForURL('**/orders/*');
  const number = await orderNumber(person);
  await person.look('confirmation');
  await mailAbout(number, /Subject:.*order/i);
  say(`mail about ${number}`);
  await person.open('/cart');
  await page.getByText('Your basket is empty').waitFor();
  await person.look('basket-empty');
  person.expected.add(404);
  await person.open('/p/nothing-of-that-name');
  await person.look('not-found');
  return number;
}

async function signIn(person) {
  const { page } = person;
  await person.open('/admin');
  await page.locator('[name=email]').fill(staffEmail);
  await page.locator('[name=password]').fill('not this one');
  person.expected.add(401).add(422);
  await page.locator('[name=password]').press('Enter');
  await page.locator('[role=alert]').waitFor();
  person.expected.clear();
  await person.look('sign-in');
  await page.locator('[name=email]').fill(staffEmail);
  await page.locator('[name=password]').fill(password);
  await page.locator('[name=password]').press('Enter');
  await page.locator('.figures').waitFor();
}

async function find(person, words) {
  const { page } = person;
  await person.open('/admin/orders');
  await page.locator('[data-search]').fill(words);
  await page.locator('[data-search]').press('Enter');
  await page.waitForURL('**/admin/orders?*');
}

/** Waits for what the shop does in the background, by looking again. */
async function until(person, locator, what) {
  const deadline = Date.now() + PATIENCE;
  while (!await locator.count()) {
    assert(Date.now() < deadline, `${what} does not show`);
    await person.page.reload();
  }
}

async function send(person, number) {
  const { page } = person;
  await signIn(person);
  await person.look('office');
  await find(person, number);
  await person.look('orders-found', { before: true });
  await page.locator('tbody').getByRole('link', { name: number }).click();
  await page.getByRole('heading', { name: number }).waitFor();
  await person.look('order');
  await page.getByRole('button', { name: 'has come' }).click();
  await page.locator('.flash').waitFor();
  await until(person, page.locator('[name=tracking]'), 'the form to ship');
  await person.look('order-to-ship', { before: true });
  await page.locator('[name=carrier]').fill('Post');
  await page.locator('[name=tracking]').fill('00340434161094042557');
  await page.locator('[name=tracking]').press('Enter');
  await page.getByText('All done').waitFor();
  await mailAbout(number, /00340434161094042557/);
  await until(person, page.locator('.timeline .message').nth(1), 'the second mail');
  const story = await person.text('.timeline');
  for (const part of ['Order placed', 'paid', '2 items shipped', '00340434161094042557', 'Order completed']) {
    assert(story.includes(part), `the story tells “${part}”: ${story}`);
  }
  await person.look('order-shipped');
  await person.open('/admin/orders');
  await person.look('orders');
  await person.open('/admin/orders?show=cancelled');
  await person.look('orders-none', { before: true });
  await person.open('/admin/products');
  assert.match(await person.text('.pager'), /60 products/);
  await person.look('products');
  await person.open('/admin/system');
  await page.getByText('No job has given up.').waitFor();
  await person.look('system');
  await page.locator('.menu summary').click();
  await person.look('menu', { before: true });
  await page.locator('.menu').getByRole('button', { name: 'Sign out' }).click();
  await page.locator('[name=password]').waitFor();
  await person.open('/admin/orders');
  await page.locator('[name=password]').waitFor();
}

/** Impatient with the button, then with the way back. */
async function twice(browser, scripts) {
  const person = await Person.at(browser, scripts);
  const { page } = person;
  const email = `twice-${scripts ? 'scripts' : 'plain'}@example.org`;
  await putIntoBasket(person, '/p/speckled-mug');
  await toPayment(person, email);
  await page.getByLabel('Test payment').check();
  await page.getByRole('button', { name: 'Order and pay' }).dblclick();
  await page.waitForURL('**/orders/*');
  const number = await orderNumber(person);
  await person.look(`confirmation-test-${scripts ? 'scripts' : 'plain'}`);
  await page.goBack();
  const again = page.getByRole('button', { name: 'Order and pay' });
  if (await again.count()) await again.click();
  await page.waitForLoadState();
  await person.look(`after-back-${scripts ? 'scripts' : 'plain'}`);
  await person.context.close();
  return { email, number };
}

async function main(browser) {
  if (mode !== 'twice') {
    const scripts = mode === 'scripts';
    const number = await buy(await Person.at(browser, scripts));
    return send(await Person.at(browser, scripts), number);
  }
  const placed = [await twice(browser, true), await twice(browser, false)];
  const person = await Person.at(browser, true);
  await signIn(person);
  for (const { email, number } of placed) {
    await find(person, email);
    assert.deepEqual(await person.page.locator('tbody .id').allInnerTexts(), [number], `one order of ${email}`);
  }
}

const browser = await chromium.launch({ executablePath: process.env.CHROME || '/usr/bin/chromium', args: flags });
try {
  await main(browser);
  say('done');
} finally {
  await browser.close();
}
