// What every journey has: a person at a device who looks at each page, and mails that are waited for.
// Each page that is looked at is checked: no raw keys, no errors, no sideways scrolling, nothing that axe-core finds.
// PICTURES=folder keeps a picture of each.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, watch } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.NODE_PATH ?? join(process.cwd(), 'node_modules'), 'x.js'));
const { chromium } = require('playwright-core');
const Axe = require('@axe-core/playwright').default;
export const [base, staffEmail, password, mode, data] = process.argv.slice(2);
assert(data, 'usage: JOURNEY.mjs BASE EMAIL PASSWORD MODE DATA');

export const PATIENCE = 15_000;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP shop.test 127.0.0.1'];
const pictures = process.env.PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

const began = Date.now();
export const say = words => console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${words}`);

/** One person at one device; `scripts` off means JavaScript off. */
export class Person {
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
    // On plain http off this machine the browser says at each page that it leaves one header out.
    page.on('console', m => m.type() === 'error' && !m.text().startsWith('Failed to load resource')
      && !m.text().startsWith('The Cross-Origin-Opener-Policy header has been ignored')
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
    const raw = words.match(/(?<![.\w])(admin|goods|stock|people|orders|refund|mails|home|aftersale|pay|wrong|field|cart|state|said|checkout|sums|mail|country)-[a-z_]+(-[a-z_]+)*\b/);
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
export function watched(folder, look) {
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

export const mailAbout = (number, subject) => watched(join(data, 'mail'), () => readdirSync(join(data, 'mail'))
  .filter(name => !name.startsWith('.'))
  .map(name => readFileSync(join(data, 'mail', name), 'utf8'))
  .find(mail => mail.includes(number) && subject.test(mail)));

export const address = { email: '', name: 'Marta Lindqvist', line1: 'Torstraße 12', postal_code: '10119', city: 'Berlin' };

export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`#${name}`).fill(value);
}

export async function signIn(person) {
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

/** Waits for what the shop does in the background, by looking again. */
export async function until(person, locator, what) {
  const deadline = Date.now() + PATIENCE;
  while (!await locator.count()) {
    assert(Date.now() < deadline, `${what} does not show`);
    await person.page.reload();
  }
}

/** Runs a journey in a browser of its own. */
export async function travel(journey) {
  const browser = await chromium.launch({ executablePath: process.env.CHROME || '/usr/bin/chromium', args: flags });
  try {
    await journey(browser);
    say('done');
  } finally {
    await browser.close();
  }
}
