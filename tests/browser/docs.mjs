// The contract is read, and its examples are sent from the page: node docs.mjs BASE EMAIL PASSWORD scripts|plain DATA
import assert from 'node:assert/strict';
import { Person, mode, travel } from './person.mjs';

/** Sends an operation's example and gives back what the page says of the answer. */
async function run(page, operation) {
  await page.goto(`${page.url().split('#')[0]}#${operation}`);
  const part = page.locator(`details#${operation}`);
  await part.locator('[data-run] button').click();
  await part.locator('[data-result] pre').waitFor();
  return [await part.locator('[data-status]').innerText(), JSON.parse(await part.locator('[data-result] pre').innerText())];
}

await travel(async browser => {
  const person = await Person.at(browser, mode === 'scripts');
  const { page } = person;
  await person.open('/api/docs');
  await person.look('api-docs');
  assert(await page.locator('form[data-operation]').count() > 60, 'every operation stands there');
  if (mode === 'plain') {
    assert.equal(await page.locator('[data-run]:visible').count(), 0, 'what nothing would come of is not offered');
    await page.locator('details#listProducts > summary').click();
    assert.match(await page.locator('details#listProducts').innerText(), /GET/);
    return;
  }
  const [status, products] = await run(page, 'listProducts');
  assert.match(status, /^200/);
  assert(products.items.length > 0 && products.items[0].title, 'products of this shop');
  const basket = page.locator('details#openCart [data-body]');
  await page.goto(`${page.url().split('#')[0]}#openCart`);
  await basket.fill(JSON.stringify({ lines: [{ variant: products.items[0].variants[0].id, quantity: 1 }] }));
  const [made, cart] = await run(page, 'openCart');
  assert.match(made, /^201/);
  assert.equal(cart.lines.length, 1);
  // What is refused is shown with what to do.
  person.expected.add(401);
  const [refused, problem] = await run(page, 'listStaffProducts');
  assert.match(refused, /^401/);
  assert(problem.code && problem.detail);
  person.expected.clear();
  await person.look('api-docs-answered', { before: true });
});
