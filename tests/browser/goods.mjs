// Staff make a product, sell it, count it, put it away: node goods.mjs BASE EMAIL PASSWORD scripts|plain DATA
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { Person, data, mode, say, signIn, travel } from './person.mjs';

/** A picture of one colour, as a camera's PNG would be. */
function png(width, height, [r, g, b]) {
  const table = Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const crc = bytes => (bytes.reduce((c, x) => table[(c ^ x) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const part = (kind, body) => {
    const out = Buffer.alloc(12 + body.length);
    out.writeUInt32BE(body.length, 0);
    out.write(kind, 4, 'latin1');
    body.copy(out, 8);
    out.writeUInt32BE(crc(out.subarray(4, 8 + body.length)), 8 + body.length);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([r, g, b]))]);
  const rows = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), part('IHDR', head), part('IDAT', deflateSync(rows)),
    part('IEND', Buffer.alloc(0))]);
}

const flash = person => person.page.locator('.flash').first();

async function saved(person, words) {
  await flash(person).waitFor();
  assert.match(await flash(person).innerText(), words);
}

async function make(person) {
  const { page } = person;
  await person.open('/admin/products');
  await person.look('products');
  await page.getByRole('link', { name: 'New product' }).click();
  await page.waitForURL('**/admin/products/new');
  await person.look('product-new');
  await page.getByLabel('Name', { exact: true }).fill('Harbour bowl');
  await page.getByLabel('Price').fill('32,50');
  await page.getByLabel('In stock').fill('6');
  await page.getByLabel('Category').selectOption({ label: 'Table' });
  await page.getByRole('button', { name: 'Create the draft' }).click();
  await saved(person, /draft is ready/);
  await person.look('product');
  await page.getByLabel('Description').fill('Thrown by hand.\n\nHolds a litre.');
  await page.locator('[name=attribute-0-name]').fill('Dishwasher');
  await page.locator('[name=attribute-0-kind]').selectOption('yes_no');
  await page.locator('[name=attribute-0-value]').fill('yes');
  await page.locator('.savebar').getByRole('button', { name: 'Save', exact: true }).click();
  await saved(person, /Saved/);
}

async function vary(person) {
  const { page } = person;
  await page.locator('.tabs').getByRole('link', { name: 'Variants' }).click();
  await page.waitForURL('**/variants');
  await person.look('product-variants-one');
  await page.locator('[name=option-0]').fill('Glaze');
  await page.locator('[name=new-0]').fill('Moss, Oat');
  await page.getByRole('button', { name: 'Save options' }).click();
  await saved(person, /1 variant made/);
  await page.locator('[name=option-1]').fill('Size');
  await page.locator('[name=new-1]').fill('Small, Large');
  await page.getByRole('button', { name: 'Save options' }).click();
  await saved(person, /2 variants made/);
  assert.equal(await page.locator('.variant').count(), 4);
  const large = page.locator('.variant', { hasText: 'Moss / Large' });
  await large.getByLabel('Price in EUR').fill('39');
  await large.getByLabel('On hand').fill('4');
  await page.locator('.savebar').getByRole('button', { name: 'Save', exact: true }).click();
  await saved(person, /Saved/);
  await person.look('product-variants');
  // A renamed value keeps what belongs to its variants.
  await page.locator('[name=value-0-0]').fill('Fern');
  await page.getByRole('button', { name: 'Save options' }).click();
  await saved(person, /Options saved/);
  assert.equal(await page.locator('.variant', { hasText: 'Fern / Large' }).getByLabel('On hand').inputValue(), '4');
}

async function picture(person) {
  const { page } = person;
  await page.locator('.tabs').getByRole('link', { name: 'Pictures' }).click();
  await page.waitForURL('**/pictures');
  await person.look('product-pictures-none');
  const file = (name, bytes) => { const path = join(data, `${mode}-${name}`); writeFileSync(path, bytes); return path; };
  person.expected.add(422);
  await page.locator('[name=files]').setInputFiles(file('notes.png', Buffer.from('not a picture')));
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('This is no JPEG, PNG or WebP picture.').waitFor();
  await person.look('product-pictures-refused', { before: true });
  await page.locator('[name=files]').setInputFiles([file('a.png', png(640, 800, [111, 138, 109])), file('b.png', png(500, 500, [180, 103, 74]))]);
  await page.getByRole('button', { name: 'Upload' }).click();
  await saved(person, /2 pictures added/);
  const ids = () => page.locator('[name^=alt-]').evaluateAll(all => all.map(x => x.name));
  const before = await ids();
  await page.locator('[name^=alt-]').first().fill('A green bowl');
  await page.locator('[name^=place-]').first().fill('9');
  await page.locator('.focus').first().getByLabel('Top left').check();
  await page.locator('.savebar').getByRole('button', { name: 'Save', exact: true }).click();
  await saved(person, /Saved/);
  assert.deepEqual(await ids(), [before[1], before[0]], 'the first one went behind the other');
  assert(await page.locator('.focus').nth(1).getByLabel('Top left').isChecked());
  await person.look('product-pictures');
}

async function publish(person) {
  const { page } = person;
  await page.getByRole('link', { name: 'Preview' }).click();
  await page.getByRole('heading', { name: 'Harbour bowl' }).waitFor();
  await page.goBack();
  // What was typed is kept by whoever publishes before saving.
  await page.locator('.tabs a').first().click();
  await page.locator('[name=subtitle]').fill('Thrown by hand');
  await page.getByRole('button', { name: 'Save and publish' }).click();
  await saved(person, /1 product is published/);
  await page.getByRole('link', { name: 'View in the shop' }).click();
  await page.waitForURL('**/p/harbour-bowl');
  await page.getByRole('heading', { name: 'Harbour bowl' }).waitFor();
  const words = await person.text('main');
  for (const part of ['Thrown by hand', '€32.50', 'Fern', 'Small', 'Dishwasher', 'Holds a litre.']) {
    assert(words.includes(part), `the shop shows “${part}”: ${words}`);
  }
}

async function count(person) {
  const { page } = person;
  await person.open('/admin/stock');
  await person.look('stock');
  await page.locator('main [name=q]').fill('harbour bowl');
  await page.locator('main [name=q]').press('Enter');
  await page.waitForURL('**/admin/stock?*');
  await page.locator('.list.stock .id a', { hasText: 'HARBOUR-BOWL' }).first().click();
  await page.getByRole('heading', { name: 'Movements' }).waitFor();
  const sheet = page.locator('section', { has: page.getByRole('heading', { name: 'Goods came in' }) });
  await sheet.locator('[name=quantity]').fill('12');
  await sheet.locator('[name=reason]').fill('Kiln & Sons');
  await sheet.getByRole('button').click();
  await saved(person, /Booked/);
  assert.match(await person.text('.timeline'), /\+12 received[\s\S]*Kiln & Sons/);
  await person.look('stock-item');
  await person.open('/admin/stock?q=harbour+bowl&count=yes');
  await person.look('stock-count');
  await page.locator('[name^=stock-var]').first().fill('5');
  await page.locator('.savebar').getByRole('button', { name: 'Save', exact: true }).click();
  await saved(person, /1 SKU was corrected/);
}

async function bulk(person) {
  const { page } = person;
  await person.open('/admin/products?q=harbour+bowl');
  await page.locator('[name=pick]').first().check();
  await person.look('products-picked', { before: true });
  await page.getByRole('button', { name: 'Prices…' }).click();
  await page.getByText('For 1 product').waitFor();
  await person.look('products-prices');
  await page.getByLabel('What happens').selectOption('lower');
  await page.getByLabel('By or to').fill('10');
  await page.getByRole('button', { name: 'Change 1 product' }).click();
  await saved(person, /Prices of 1 product changed/);
  await page.locator('[name=pick]').first().check();
  await page.getByRole('button', { name: 'Archive', exact: true }).click();
  await saved(person, /1 product is archived/);
  await page.getByText('No product fits').waitFor();
  await person.look('products-archived');
  await page.getByRole('button', { name: 'Undo' }).click();
  await saved(person, /1 change taken back/);
  await person.open('/admin/products?q=harbour+bowl&show=published');
  await page.locator('.list.goods .name a', { hasText: 'Harbour bowl' }).waitFor();
  // In place: unfold the variants, set a price, see it kept.
  await page.locator('.unfold').first().click();
  const price = page.locator('.sub [name^=price-]').first();
  await price.fill('30.00');
  await price.press('Enter');
  await saved(person, /1 change saved/);
}

async function shelves(person) {
  const { page } = person;
  await person.open('/admin/categories');
  await person.look('categories');
  await page.getByLabel('Name', { exact: true }).fill('Bowls');
  await page.getByLabel('Stands in').selectOption({ label: 'Table' });
  await page.getByRole('button', { name: 'Create' }).click();
  await saved(person, /category is there/);
  await page.getByLabel('Address').fill('bowls-and-plates');
  await page.locator('.savebar').getByRole('button', { name: 'Save', exact: true }).click();
  await saved(person, /Saved/);
  await person.look('category');
  await page.locator('summary', { hasText: 'Delete this category' }).click();
  await page.getByRole('button', { name: 'Delete Bowls for good' }).click();
  await saved(person, /category is deleted/);
}

async function people(person) {
  await person.open('/admin/customers');
  await person.look('customers');
}

async function main(browser) {
  const person = await Person.at(browser, mode === 'scripts');
  await signIn(person);
  for (const step of [make, vary, picture, publish, count, bulk, shelves, people]) {
    await step(person);
    say(step.name);
  }
}

await travel(main);
