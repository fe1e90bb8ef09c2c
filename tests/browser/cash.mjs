// Paid at the door: node cash.mjs BASE EMAIL PASSWORD scripts|plain DATA
import assert from 'node:assert/strict';
import { Person, address, fill, mailAbout, mode, say, signIn, travel } from './person.mjs';

async function buy(person) {
  const { page } = person;
  await person.open('/search?q=mug');
  await page.locator('.card').first().click();
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.waitForURL('**/cart');
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fill(page, { ...address, email: `${mode}@example.org` });
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.waitForURL('**/checkout/payment');
  const order = page.getByRole('button', { name: /Order and pay/ });
  const before = await order.textContent();
  await page.getByLabel('Cash on delivery').check();
  if (!person.scripts) await page.getByRole('button', { name: 'Show the total for this' }).click();
  await page.getByText('Fee for this way to pay').first().waitFor();
  await person.look('payment-cash');
  const after = await order.textContent();
  assert.notEqual(before, after, 'the button names the new total');
  await order.click();
  await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
  const amount = after.match(/[\d.]+/)[0];
  await page.getByText(`Please have €${amount} ready`).waitFor();
  await person.look('confirmation-cash');
  return { number: (await person.text('.lede')).match(/[A-Z]+-\d+/)?.[0], amount };
}

// Staff send it first, and note the money when the carrier has handed it on.
async function sell(staff, number, amount) {
  const { page } = staff;
  await staff.open('/admin/orders?show=to-ship');
  await page.getByRole('link', { name: number }).first().click();
  await page.getByText(`what is to be taken at the door: €${amount}`).waitFor();
  await page.getByText('How it was worked out').click();
  await page.getByText('from the price list').first().waitFor();
  await staff.look('order-cash');
  await page.getByRole('button', { name: 'Mark as shipped' }).click();
  await page.getByRole('heading', { name: 'Waiting for the carrier’s money' }).waitFor();
  await staff.look('order-cash-sent');
  await page.getByRole('button', { name: /has come/ }).click();
  await page.getByRole('heading', { name: 'Waiting for the carrier’s money' }).waitFor({ state: 'detached' });
}

await travel(async browser => {
  const scripts = mode !== 'plain';
  const person = await Person.at(browser, scripts);
  const { number, amount } = await buy(person);
  assert(number, 'the confirmation names the order');
  const mail = await mailAbout(number, /Subject:.*Your order/);
  assert(mail.includes(`${amount} ready`), 'the mail tells what to have ready');
  say('mail');
  const staff = await Person.at(browser, scripts);
  await signIn(staff);
  await sell(staff, number, amount);
});
