// Somebody looks around: node browse.mjs BASE EMAIL PASSWORD scripts|plain DATA
import assert from 'node:assert/strict';
import { Person, base, mode, travel } from './person.mjs';

const scripts = mode === 'scripts';

async function titles(person) {
  return person.page.locator('.card .name').allInnerTexts();
}

async function amounts(person) {
  const all = await person.page.locator('.card:not(:has(.tag)) .cost').allInnerTexts();
  return all.map(text => Number(text.match(/€([\d,]+\.\d\d)/)[1].replace(',', '')));
}

async function lists(person) {
  const { page } = person;
  await person.open('/');
  await person.look('home');
  await page.getByRole('link', { name: 'See the shop' }).click();
  await page.waitForURL('**/search');
  await person.look('everything');
  assert.match(await person.text('.sortbar p'), /60 products, showing 1 to 24/);

  await page.locator('.sort summary').click();
  await page.getByRole('link', { name: 'Price, low to high' }).click();
  await page.waitForURL('**/search?sort=price');
  const cheapest = await amounts(person);
  assert.deepEqual(cheapest, [...cheapest].sort((a, b) => a - b), 'the cheapest come first');
  await page.locator('.pager').getByRole('link', { name: 'Page 2' }).click();
  await page.waitForURL('**/search?sort=price&page=2');
  assert.match(await person.text('.sortbar p'), /showing 25 to 48/);

  await person.open('/search?sort=price-down');
  await page.locator('.to-filters').click();
  await page.locator('#filters').waitFor();
  await person.look('filters');
  await page.locator('[name=to]').fill('30');
  await page.locator('[name=brand]').first().check();
  await page.getByRole('button', { name: 'Show products' }).click();
  await page.waitForURL('**to=30**');
  assert.equal(await page.locator('.chips .chip').count(), 2);
  assert((await amounts(person)).every(amount => amount <= 30), 'nothing is dearer than asked for');
  await person.look('filtered');
  await page.locator('.chips .chip').first().click();
  await page.waitForLoadState();
  assert.equal(await page.locator('.chips .chip').count(), 1);
  await page.locator('.chips').getByRole('link', { name: 'Clear all' }).click();
  await page.waitForURL('**/search?sort=price-down');
}

async function finds(person) {
  const { page } = person;
  await person.open('/');
  await page.locator('.to-find').click();
  const box = page.locator('#find');
  await box.fill('speckled mug');
  if (scripts) {
    await page.locator('.suggest a').first().waitFor();
    await person.look('suggestions', { before: true });
    await box.focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator(':focus').getAttribute('href'), '/p/speckled-mug');
    await page.keyboard.press('Escape');
  }
  await box.press('Enter');
  await page.waitForURL('**/search?q=speckled+mug');
  assert.equal((await titles(person))[0], 'Speckled mug');
  await person.look('found');
  await page.locator('.card').first().click();
  await page.waitForURL('**/p/speckled-mug');
  await person.look('product');
  const number = await person.text('.spec tr:last-child td');
  const data = await page.locator('script[type="application/ld+json"]').allTextContents();
  assert(data.map(text => JSON.parse(text)['@type']).includes('Product'), 'search engines are told of it');

  await person.open(`/search?q=${encodeURIComponent(number)}`);
  assert.equal((await titles(person))[0], 'Speckled mug', `found by its number, ${number}`);
  await person.open('/search?q=xylophone');
  await page.getByRole('heading', { name: 'Nothing fits' }).waitFor();
  await person.look('nothing-found');
  person.expected.add(404);
  await person.open('/nowhere');
  await page.locator('#find-here').fill('mug');
  await page.locator('#find-here').press('Enter');
  await page.waitForURL('**/search?q=mug');
  const map = await (await fetch(`${base}/sitemap-1.xml`)).text();
  const named = [...map.matchAll(/<loc>([^<]*)</g)].map(found => found[1]);
  const german = named.filter(address => address.includes('/de/'));
  assert.deepEqual([named.length, german.length], [120, 60], 'the map names every product in either language');
}

await travel(async browser => {
  const person = await Person.at(browser, scripts);
  await lists(person);
  await finds(person);
});
