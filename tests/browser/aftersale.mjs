// After the sale: sent in parts and in numbers, given back, called off, found again:
// node aftersale.mjs BASE EMAIL PASSWORD scripts|plain DATA
import assert from 'node:assert/strict';
import { Person, address, fill, mailAbout, mode, say, signIn, travel, until } from './person.mjs';

async function buy(person, email, units, method) {
  const { page } = person;
  await person.open('/p/speckled-mug');
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.waitForURL('**/cart');
  if (units > 1) {
    await page.locator('.lines input[name=quantity]').fill(String(units));
    if (person.scripts) await page.locator('.lines input[name=quantity]').blur();
    else await page.getByRole('button', { name: 'Update' }).click();
    await page.getByText(`${units} items`, { exact: true }).waitFor();
  }
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fill(page, { ...address, email });
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.waitForURL('**/checkout/payment');
  await page.getByLabel(method).check();
  await page.getByRole('button', { name: 'Order and pay' }).click();
  await page.waitForURL('**/orders/*');
  await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
  const number = (await person.text('.lede')).match(/[A-Z]+-\d+/)?.[0];
  assert(number, 'the confirmation names the order');
  say(`bought ${number}`);
  return { number, url: page.url() };
}

/** Calls an order off, and is told when it is too late. */
async function callOff(person, order) {
  const { page } = person;
  await person.open('/');
  await page.locator('.foot').getByRole('link', { name: 'Find your order' }).click();
  await page.waitForURL('**/orders/find');
  await person.look('find');
  await page.locator('#number').fill(order.number);
  await page.locator('#email').fill('somebody@example.org');
  person.expected.add(422);
  await page.getByRole('button', { name: 'Show the order' }).click();
  await page.getByText('There is no order with this number and address').waitFor();
  await person.look('find-none', { before: true });
  await page.locator('#email').fill(order.email);
  await page.getByRole('button', { name: 'Show the order' }).click();
  await page.waitForURL('**/orders/*');
  assert.equal(page.url(), order.url, 'the order is found again');
  await page.locator('.progress .now').waitFor();
  await page.getByRole('link', { name: 'Cancel the order' }).click();
  await page.waitForURL('**/cancel');
  await person.look('cancel');
  await page.getByRole('button', { name: 'Cancel the order' }).click();
  await page.getByRole('heading', { name: 'Your order was cancelled' }).waitFor();
  await person.look('cancelled');
  await mailAbout(order.number, /Subject:.*cancelled/i);
}

async function open(person, number) {
  const { page } = person;
  await person.open(`/admin/orders?q=${number}`);
  await until(person, page.locator('tbody').getByRole('link', { name: number }), number);
  await page.locator('tbody').getByRole('link', { name: number }).click();
  await page.getByRole('heading', { name: number }).waitFor();
}

async function flash(person, words) {
  await person.page.locator('.flash').first().waitFor();
  assert.match(await person.text('.flash'), words);
}

async function sendInPartsAndGiveBack(person, order) {
  const { page } = person;
  await open(person, order.number);
  await page.getByRole('button', { name: 'has come' }).click();
  await until(person, page.locator('[name=tracking]'), 'the form to ship');
  await page.locator('.part summary').click();
  await page.locator('[name=line-1]').fill('2');
  await page.locator('[name=tracking]').fill('00340434161094042557');
  await page.getByRole('button', { name: 'Mark as shipped' }).click();
  await flash(person, /Marked as shipped/);
  await person.look('order-in-parts');

  await page.getByRole('link', { name: 'Give money back…' }).click();
  await page.waitForURL('**/refund');
  await page.locator('#unsent-1').fill('1');
  await page.locator('#sent-1').fill('1');
  await page.locator('#reason').fill('One came broken');
  await person.look('refund');
  await page.getByRole('button', { name: 'Work out the amount' }).click();
  await page.getByText('1 item will not be sent').waitFor();
  assert(await page.locator('#restock').isChecked());
  await person.look('refund-planned');
  await page.locator('.next').getByRole('button', { name: /^Give .* back$/ }).click();
  await flash(person, /on its way back/);
  await until(person, page.locator('.badge', { hasText: 'Part refunded' }), 'the refund');
  await mailAbout(order.number, /Subject:.*Money back/i);
  await until(person, page.locator('.mails li').nth(2), 'the mails');
  await person.look('order-refunded');
  const story = await person.text('.timeline');
  for (const part of ['2 items shipped', 'to be given back', 'One came broken', 'Order completed']) {
    assert(story.includes(part), `the story tells “${part}”: ${story}`);
  }

  await page.locator('[name=note]').fill('Called: is content.');
  await page.getByRole('button', { name: 'Add the note' }).click();
  await flash(person, /note is kept/);
  const before = await page.locator('.mails li').count();
  await page.locator('.mails').getByRole('button', { name: /Send again/ }).first().click();
  await flash(person, /on its way once more/);
  await until(person, page.locator('.mails li').nth(before), 'the further copy');
}

async function sendMany(person, orders) {
  const { page } = person;
  await person.open('/admin/orders?show=to-ship');
  await person.look('orders-to-ship');
  for (const order of orders) await page.getByLabel(`Choose order ${order.number}`).check();
  await page.locator('[name=tags]').fill('rush');
  await page.getByRole('button', { name: 'Add tags' }).click();
  await flash(person, /2 orders changed/);
  await person.open('/admin/orders?tag=rush');
  assert.equal(await page.locator('tbody tr').count(), 2);
  for (const order of orders) await page.getByLabel(`Choose order ${order.number}`).check();
  await person.look('orders-picked', { before: true });
  await page.getByRole('button', { name: 'Packing slips' }).click();
  await page.waitForURL('**/slips?*');
  assert.equal(await page.locator('.slip').count(), 2);
  await person.look('slips');
  await page.goBack();
  for (const order of orders) await page.getByLabel(`Choose order ${order.number}`).check();
  await page.getByRole('button', { name: 'Ship…' }).click();
  await page.locator('[name=carrier]').fill('DHL');
  const fields = page.locator('.track input');
  await fields.nth(0).fill('0001');
  if (person.scripts) {
    await fields.nth(0).press('Enter');
    assert(await fields.nth(1).evaluate(field => field === document.activeElement), 'Enter leads to the next');
  }
  await fields.nth(1).fill('0002');
  await person.look('ship-many');
  await page.getByRole('button', { name: 'Mark chosen as shipped' }).click();
  await flash(person, /2 orders were marked as shipped/);
  for (const order of orders) await mailAbout(order.number, /Subject:.*on its way/i);
}

async function main(browser) {
  const shopper = await Person.at(browser, mode === 'scripts');
  const email = `${mode}@example.org`;
  const inParts = await buy(shopper, email, 3, 'Bank transfer');
  const many = [await buy(shopper, email, 1, 'Test payment'), await buy(shopper, email, 1, 'Test payment')];
  const calledOff = { ...await buy(shopper, email, 1, 'Test payment'), email };
  await callOff(shopper, calledOff);

  const staff = await Person.at(browser, mode === 'scripts');
  await signIn(staff);
  await staff.look('home-figures');
  await sendInPartsAndGiveBack(staff, inParts);
  await sendMany(staff, many);
  await open(staff, calledOff.number);
  await staff.page.getByText('Cancelled by the buyer').waitFor();
  await staff.open('/admin/mails');
  await staff.look('mails');
  await staff.open(`/admin/mails/order.shipped?order=${inParts.number}`);
  await staff.page.getByText(inParts.number).first().waitFor();
  await staff.look('mail-preview');

  await shopper.page.goto(inParts.url);
  await shopper.page.locator('.refunds').waitFor();
  await shopper.look('order-after-refund');
  assert.equal(await shopper.page.getByRole('link', { name: 'Cancel the order' }).count(), 0, 'it is too late');
  shopper.expected.add(409);
  await shopper.page.goto(`${inParts.url}/cancel`);
  await shopper.page.getByRole('heading', { name: 'can no longer be cancelled' }).waitFor();
  await shopper.look('cancel-late', { before: true });
}

await travel(main);
