// An empty shop becomes an open one: node firstrun.mjs BASE "" "" scripts|plain DATA
import assert from 'node:assert/strict';
import { Person, address, base, fill, mode, say, travel } from './person.mjs';

const owner = { email: 'nora@harbour.example', password: 'harbour lamp 44 oak boards' };

async function on(page, path) {
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(`**${path}`);
}

async function setUp(person) {
  const { page } = person;
  await person.open('/');
  await page.waitForURL('**/setup');
  await fill(page, { name: 'Harbour Goods', email: 'hello@harbour.example', legal_name: 'Harbour Goods GmbH',
    address: 'Kai 3\n20457 Hamburg' });
  await page.locator('#country').selectOption('DE');
  await person.look('setup-shop');
  await on(page, '/setup/selling');
  assert.equal(await page.locator('#standard_rate').inputValue(), '19');
  assert.equal(await page.locator('#time_zone').inputValue(), 'Europe/Berlin');
  await person.look('setup-selling');
  // Back and forth loses nothing, not even what will not do.
  await page.locator('#standard_rate').fill('nineteen');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.waitForURL('**/setup');
  assert.equal(await page.locator('#legal_name').inputValue(), 'Harbour Goods GmbH');
  await on(page, '/setup/selling');
  assert.equal(await page.locator('#standard_rate').inputValue(), 'nineteen');
  person.expected.add(422);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('[role=alert]').waitFor();
  person.expected.clear();
  await page.locator('#standard_rate').fill('19');
  await on(page, '/setup/delivery');
  await page.locator('#price').fill('5.50');
  await person.look('setup-delivery');
  await on(page, '/setup/owner');
  await fill(page, { owner_name: 'Nora Haugen', owner_email: owner.email, password: 'password12' });
  person.expected.add(422);
  await page.getByRole('button', { name: 'Make the shop' }).click();
  await page.locator('[role=alert]').waitFor();
  person.expected.clear();
  await person.look('setup-owner');
  await page.locator('#password').fill(owner.password);
  await page.getByRole('button', { name: 'Make the shop' }).click();
  await page.waitForURL('**/admin');
  await page.getByText('Welcome.').waitFor();
  await person.look('begun');
  person.expected.add(404);
  await person.open('/setup');
  person.expected.clear();
}

async function stock(person) {
  const { page } = person;
  await person.open('/admin/products/new');
  await page.getByLabel('Name', { exact: true }).fill('Harbour mug');
  await page.getByLabel('Price').fill('24');
  await page.getByLabel('In stock').fill('5');
  await page.getByRole('button', { name: 'Create the draft' }).click();
  await page.getByText(/draft is ready/).waitFor();
  await page.getByRole('button', { name: 'Publish' }).first().click();
  await page.locator('.flash.done').waitFor();
}

async function trialOrder(person) {
  const { page } = person;
  await person.open('/');
  await page.getByText('only staff see it').waitFor();
  await page.locator('.card', { hasText: 'Harbour mug' }).first().click();
  await page.waitForURL('**/p/*');
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.waitForURL('**/cart');
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fill(page, { ...address, email: 'nora@harbour.example' });
  await page.getByRole('button', { name: 'Continue to payment' }).click();
  await page.waitForURL('**/checkout/payment');
  await page.getByText('5.50').first().waitFor();
  await page.locator('main form button.button').last().click();
  await page.getByRole('heading', { name: 'Thank you for your order' }).waitFor();
}

await travel(async browser => {
  const nora = await Person.at(browser, mode === 'scripts');
  await setUp(nora);
  const { page } = nora;

  const stranger = await Person.at(browser, mode === 'scripts');
  stranger.expected.add(403);
  await stranger.open('/');
  await stranger.page.getByRole('heading', { name: 'We open soon' }).waitFor();
  stranger.expected.clear();
  await stranger.look('opening-soon');
  const refused = await stranger.context.request.post(`${base}/api/v1/carts`, { data: { lines: [] } });
  assert.equal(refused.status(), 403);
  assert.equal((await refused.json()).code, 'not_open_yet');

  await nora.open('/admin/settings/payments');
  // Nobody is asked for a transfer to nowhere.
  await page.locator('#remind_after_days').fill('6');
  nora.expected.add(422);
  await page.locator('.savebar .button').click();
  await page.getByText(/Enter the account that buyers pay to/).first().waitFor();
  nora.expected.clear();
  await page.locator('#account').fill('Harbour Goods\nDE89 3704 0044 0532 0130 00');
  await nora.look('settings-payments');
  await page.locator('.savebar .button').click();
  await page.locator('.flash.done').waitFor();

  await nora.open('/admin/settings/mail');
  await nora.look('settings-mail');
  await page.getByRole('button', { name: 'Send a test mail' }).click();
  await page.locator('.flash.done').waitFor();

  await stock(nora);
  await trialOrder(nora);

  await nora.open('/admin/settings/shop');
  await nora.look('settings-shop');
  await page.locator('#motto').fill('Useful things from the quay.');
  await page.locator('.savebar .button').click();
  await page.locator('.flash.done').waitFor();
  await page.getByText('There is one order already').waitFor();
  await page.getByRole('button', { name: 'Open the shop' }).click();
  await page.getByText('One try was cancelled').waitFor();
  await nora.look('opened');
  await nora.open('/admin');
  assert.equal(await page.getByText('Before you open').count(), 0);

  await stranger.open('/');
  await stranger.page.locator('.card', { hasText: 'Harbour mug' }).first().waitFor();
  say('open');

  // What is set is seen at once, on a page that was kept.
  await nora.open('/admin/settings/shop');
  await page.locator('#name').fill('Quay & Co');
  await page.locator('.savebar .button').click();
  await page.locator('.flash.done').waitFor();
  const deadline = Date.now() + 5_000;
  do await stranger.open('/'); while (await stranger.text('.mark') !== 'Quay & Co' && Date.now() < deadline);
  assert.equal(await stranger.text('.mark'), 'Quay & Co');

  await nora.open('/admin/settings/staff');
  await fill(page, { name: 'Cleo Clerk', email: 'cleo@harbour.example' });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  assert((await page.locator('[data-made]').innerText()).length > 9, 'a password is shown');
});
