// A buyer with wishes and mistakes: node checkout.mjs BASE EMAIL PASSWORD scripts|plain DATA
import assert from 'node:assert/strict';
import { Person, address, fill, mailAbout, mode, say, signIn, travel } from './person.mjs';

async function makeCoupon(staff) {
  const { page } = staff;
  await staff.open('/admin/promotions');
  await staff.look('promotions-empty');
  await page.locator('main').getByRole('link', { name: 'New coupon' }).first().click();
  await staff.look('promotion-new');
  await page.locator('#code').fill('frost 10');
  await page.locator('#title').fill('Frost week');
  await page.locator('#value').fill('101');
  staff.expected.add(422);
  await page.getByRole('button', { name: 'Create the coupon' }).click();
  await page.getByText('Write a percentage above 0, up to 100.').first().waitFor();
  await staff.look('promotion-wrong');
  await page.locator('#value').fill('10');
  await page.locator('#least_goods').fill('30');
  await page.locator('#per_buyer').fill('1');
  await page.getByRole('button', { name: 'Create the coupon' }).click();
  await page.getByText('The coupon is there').waitFor();
  await staff.look('promotion');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('The coupon is paused').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('can be used again').waitFor();
}

async function putIntoBasket(person) {
  await person.open('/search?q=mug');
  await person.page.locator('.card').first().click();
  await person.page.getByRole('button', { name: 'Add to basket' }).click();
  await person.page.waitForURL('**/cart');
}

async function quantity(person, count) {
  const { page } = person;
  await page.locator('.lines input[name=quantity]').fill(String(count));
  if (person.scripts) await page.locator('.lines input[name=quantity]').blur();
  else await page.getByRole('button', { name: 'Update' }).click();
  await page.getByText(`${count} items`, { exact: true }).waitFor();
}

async function coupon(person) {
  const { page } = person;
  await page.getByText('Do you have a coupon?').click();
  await page.locator('#code').fill('nonsense');
  person.expected.add(422);
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('There is no coupon with this code').waitFor();
  await person.look('basket-coupon-wrong');
  await page.locator('#code').fill('frost10');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('FROST10').first().waitFor();
  await person.look('basket-coupon');
  await quantity(person, 3);
  await page.getByText('Frost week, coupon FROST10', { exact: true }).waitFor();
  await page.locator('.lines').getByText('Frost week, coupon FROST10: −€').waitFor();
  await person.look('basket-coupon-works');
}

// Few people need these: the bill goes elsewhere, a VAT number, a note. What is wrong is told at its field and on top.
async function wishes(person) {
  const { page } = person;
  await page.getByLabel('The bill goes to another address').check();
  await page.getByText('Add a VAT number or a note').click();
  await page.locator('#vat_id').fill('12');
  await page.locator('#note').fill('Please ring twice.');
  person.expected.add(422);
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.getByText('how VAT numbers are written').first().waitFor();
  assert(await page.locator('.problems:focus').count(), 'what is wrong has the focus');
  await page.locator('.problems a', { hasText: 'your name' }).click();
  assert.equal(await page.locator(':focus').getAttribute('id'), 'billing_name');
  await person.look('checkout-wrong');
  await fill(page, { billing_name: 'Marta Lindqvist', billing_company: 'Lindqvist GmbH', billing_line1: 'Turmweg 1',
    billing_postal_code: '20148', billing_city: 'Hamburg', vat_id: 'DE 123456789' });
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.waitForURL('**/checkout/payment');
}

async function buy(person) {
  const { page } = person;
  await putIntoBasket(person);
  await coupon(person);
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fill(page, { ...address, email: `${mode}@example.org` });
  await wishes(person);
  await page.getByText('Frost week, coupon FROST10', { exact: true }).waitFor();
  await page.getByText('Lindqvist GmbH').waitFor();
  await person.look('payment-coupon');
  await page.getByRole('button', { name: /Order and pay/ }).click();
  await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
  await page.getByText('Frost week, coupon FROST10', { exact: true }).waitFor();
  await page.getByText('Please ring twice.').waitFor();
  await person.look('confirmation-coupon');
  // Back: the order stands, and nothing is left to order a second time.
  const number = (await person.text('.lede')).match(/[A-Z]+-\d+/)?.[0];
  await page.goBack();
  await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
  await person.open('/cart');
  await page.getByRole('link', { name: 'See the order' }).waitFor();
  await person.look('basket-placed');
  return number;
}

// The same buyer comes again: the coupon is once for each address.
async function again(person) {
  const { page } = person;
  await putIntoBasket(person);
  await quantity(person, 3);
  await page.getByText('Do you have a coupon?').click();
  await page.locator('#code').fill('FROST10');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Frost week, coupon FROST10', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fill(page, { ...address, email: `${mode}@example.org` });
  person.expected.add(409);
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.getByText('used with this email address already').first().waitFor();
  await person.look('checkout-coupon-used');
  await page.getByLabel('Go on without the coupon FROST10').check();
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.waitForURL('**/checkout/payment');
  assert.equal(await page.getByText('Frost week').count(), 0, 'without it, it is not in the sum');
}

await travel(async browser => {
  const scripts = mode !== 'plain';
  const staff = await Person.at(browser, scripts);
  await signIn(staff);
  await makeCoupon(staff);
  const person = await Person.at(browser, scripts);
  const number = await buy(person);
  assert(number, 'the confirmation names the order');
  const mail = await mailAbout(number, /Subject:.*Your order/);
  assert(mail.includes('FROST10'), 'the mail names the coupon');
  say('mail');
  await again(person);
  await staff.open('/admin/promotions');
  await staff.look('promotions');
  await staff.page.getByRole('link', { name: 'FROST10' }).click();
  await staff.page.getByRole('link', { name: number }).waitFor();
  await staff.look('promotion-used');
});
