// Somebody joins, buys and leaves; somebody else buys in German: node account.mjs BASE EMAIL PASSWORD scripts|plain DATA
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Person, address, data, fill, mode, say, travel, until, watched } from './person.mjs';

const secret = 'copper lantern in the rain';

/** A mail's text as its reader sees it. */
function plain(mail) {
  const bytes = mail.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const mailWith = sign => watched(join(data, 'mail'), () => readdirSync(join(data, 'mail'))
  .filter(name => !name.startsWith('.'))
  .map(name => plain(readFileSync(join(data, 'mail', name), 'latin1')))
  .find(mail => sign.test(mail)));

async function joinIn(person, email) {
  const { page } = person;
  await person.open('/account');
  await page.waitForURL(/\/account\/sign-in/);
  await person.look('account-sign-in');
  await page.getByRole('link', { name: 'Create an account' }).click();
  await person.look('account-register');
  await fill(page, { name: address.name, email, 'new-password': secret });
  await page.locator('#new-password').press('Enter');
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await person.look('account-registered', { before: true });
  const mail = await mailWith(/\/account\/confirm\?token=/);
  const [link] = mail.match(/\/account\/confirm\?token=[\w.]+/);
  await person.open(link);
  await person.look('account-confirm', { before: true });
  await page.locator('#password').fill(secret);
  await page.locator('#password').press('Enter');
  await page.waitForURL('**/account?said=welcome');
  await person.look('account');
}

async function keepAddress(person) {
  const { page } = person;
  await page.getByRole('link', { name: 'Addresses' }).first().click();
  await person.look('account-addresses', { before: true });
  await page.getByRole('link', { name: 'Add an address' }).click();
  await person.look('account-address');
  const { line1, postal_code, city } = address;
  await fill(page, { line1, postal_code, city });
  await page.locator('#city').press('Enter');
  await page.getByText('The address was saved.').waitFor();
}

async function wishAndBuy(person, email) {
  const { page } = person;
  await person.open('/account/wishes');
  await person.look('wishes-none', { before: true });
  await person.open('/c/table');
  await page.locator('.card').first().click();
  await page.waitForURL('**/p/*');
  const name = await person.text('h1');
  await page.getByRole('button', { name: 'Put on the wish list' }).click();
  await page.getByText('It is on your wish list.').waitFor();
  assert((await person.text('.wishes')).includes(name));
  await person.look('wishes');
  await page.locator('.wishes').getByRole('button', { name: 'Add to basket' }).click();
  await page.waitForURL('**/cart');
  await page.getByRole('button', { name: 'Save for later' }).click();
  await page.getByText('out of your basket').waitFor();
  await person.open('/account/wishes');
  await page.locator('.wishes').getByRole('button', { name: 'Add to basket' }).click();
  await page.waitForURL('**/cart');
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  assert.equal(await page.locator('#email').inputValue(), email, 'the checkout knows who is signed in');
  assert.equal(await page.locator('#city').inputValue(), address.city, 'and where they live');
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.waitForURL('**/checkout/payment');
  await page.getByLabel('Bank transfer').check();
  await page.getByRole('button', { name: 'Order and pay' }).click();
  await page.waitForURL('**/orders/*');
  const number = (await person.text('.lede')).match(/[A-Z]+-\d+/)[0];
  await person.open('/account/orders');
  await until(person, page.getByText(number), 'the order in the account');
  await person.look('account-orders');
  await page.getByText(number).click();
  await page.getByRole('heading', { name: number }).waitFor();
  await person.look('account-order');
}

async function leave(person) {
  const { page } = person;
  await person.open('/account/details');
  await person.look('account-details');
  await page.getByRole('link', { name: 'Delete my account' }).click();
  await person.look('account-delete', { before: true });
  await page.locator('#password').fill(secret);
  await page.locator('#password').press('Enter');
  await page.getByRole('heading', { name: 'Your account is deleted' }).waitFor();
  await person.open('/account');
  await page.waitForURL(/\/account\/sign-in/);
}

async function buyInGerman(person) {
  const { page } = person;
  await person.open('/');
  await page.locator('footer').getByRole('link', { name: 'Deutsch' }).click();
  await page.waitForURL('**/de/');
  await person.look('home-de');
  await page.locator('.rooms a').first().click();
  await page.waitForURL('**/de/c/*');
  await person.look('category-de', { before: true });
  await page.locator('.card').first().click();
  await page.waitForURL('**/de/p/*');
  await person.look('product-de');
  await page.getByRole('button', { name: 'In den Warenkorb' }).click();
  await page.waitForURL('**/de/cart');
  await person.look('basket-de');
  assert.match(await person.text('.summary .total dd'), /^\d+,\d\d\u00a0€$/);
  await page.getByRole('link', { name: 'Zur Kasse' }).click();
  await person.look('checkout-de');
  const email = `${mode}-de@example.org`;
  await fill(page, { ...address, email });
  await page.getByRole('button', { name: 'Weiter zur Zahlung' }).click();
  await page.waitForURL('**/de/checkout/payment');
  await person.look('payment-de');
  await page.getByLabel('Vorkasse').check();
  await page.getByRole('button', { name: 'Zahlungspflichtig bestellen' }).click();
  await page.waitForURL('**/de/orders/*');
  const number = (await person.text('.lede')).match(/[A-Z]+-\d+/)[0];
  await person.look('confirmation-de');
  const mail = await mailWith(new RegExp(`Vielen Dank[^]*${number}|${number}[^]*Vielen Dank`));
  assert.match(mail, /\/de\/orders\//, 'the mail leads to the page in German');
  // The same page in the other language, and back where one was.
  await page.locator('footer').getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
  say(`bought ${number} in German`);
}

async function isOffered(browser) {
  const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${process.argv[2]}/c/table?sort=title`);
  const offer = page.locator('.tongue');
  await offer.getByText('Diese Seite gibt es auch auf Deutsch.').waitFor();
  await offer.getByRole('button').click();
  assert(await offer.isHidden());
  await page.reload();
  assert(await offer.isHidden(), 'whoever stays is not asked again');
  await context.close();
  say('offered in German');
}

await travel(async browser => {
  const person = await Person.at(browser, mode === 'scripts');
  const email = `${mode}-joins@example.org`;
  await joinIn(person, email);
  await keepAddress(person);
  await wishAndBuy(person, email);
  await leave(person);
  await buyInGerman(await Person.at(browser, mode === 'scripts'));
  if (mode === 'scripts') await isOffered(browser);
});
