// A visitor buys, staff sends: node journey.mjs BASE EMAIL PASSWORD scripts|plain|twice DATA
import assert from 'node:assert/strict';
import { Person, address, fill, mailAbout, mode, say, signIn, travel, until } from './person.mjs';

async function putIntoBasket(person, path) {
  const { page } = person;
  await person.open(path);
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.waitForURL('**/cart');
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

  await person.open('/cart');
  await page.getByText('Your basket is empty').waitFor();
  await person.look('basket-empty');
  await person.open('/');
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
  await page.getByRole('heading', { name: 'Your order is placed' }).waitFor();
  await person.look('basket-placed');
  person.expected.add(404);
  await person.open('/p/nothing-of-that-name');
  await person.look('not-found');
  return number;
}

async function find(person, words) {
  const { page } = person;
  await person.open('/admin/orders');
  await page.locator('main [data-search]').fill(words);
  await page.locator('main [data-search]').press('Enter');
  await page.waitForURL('**/admin/orders?*');
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
  assert.equal(await page.locator('.list.goods tbody').count(), 25);
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

await travel(main);
