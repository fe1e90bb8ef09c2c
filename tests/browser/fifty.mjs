// Fifty orders leave the list in a few steps. Each click and each word typed is counted; a person's pauses are added at a
// second and a half a step, and the whole must stay far below three minutes.
import assert from 'node:assert/strict';
import { PATIENCE, Person, mode, say, signIn, travel } from './person.mjs';

const PAUSE = 1.5;
const LIMIT = 180;

await travel(async browser => {
  const person = await Person.at(browser, mode === 'scripts');
  const { page } = person;
  await signIn(person);
  let steps = 0;
  const step = async deed => { steps += 1; await deed; };
  const began = Date.now();

  await step(person.open('/admin/orders?show=to-ship'));
  const tab = page.getByRole('navigation', { name: 'Filters' }).locator('[aria-current] small');
  const ready = Number(await tab.innerText());
  assert.equal(ready, 60, 'the shop has 60 orders to be shipped');
  await step(page.getByLabel(/All 60 found/).check());
  await step(page.getByRole('button', { name: 'Ship…' }).click());
  await page.getByRole('heading', { name: 'Ship the 60 orders that are ready?' }).waitFor();
  const thinking = Date.now();
  await person.look('all-ship');
  const looked = Date.now() - thinking;
  await step(page.locator('[name=carrier]').fill('DHL'));
  await step(page.getByRole('button', { name: 'Ship 60 orders' }).click());
  await page.waitForURL('**/admin/orders/all/*');
  const done = page.getByRole('heading', { name: 'Done' });
  // With scripts the page looks by itself; without, one looks again.
  if (person.scripts) await done.waitFor();
  else {
    const deadline = Date.now() + PATIENCE;
    while (!await done.count()) {
      assert(Date.now() < deadline, 'it comes to its end');
      await page.getByRole('link', { name: 'See how far it is' }).click();
    }
  }
  const took = (Date.now() - began - looked) / 1000;
  await person.look('all-shipped');
  assert.match(await person.text('.panel'), /60 orders were marked as shipped/);
  say(`60 orders in ${steps} steps: ${took.toFixed(1)} s of the machine, about ${(took + steps * PAUSE).toFixed(0)} s with a person's pauses`);
  assert(took + steps * PAUSE < LIMIT, 'within three minutes');

  await person.open('/admin/orders?show=to-ship');
  await page.getByRole('heading', { name: 'Nothing to ship' }).waitFor();
  await person.open('/admin/orders');
  await page.locator('[name=tags]').fill('autumn');
  await page.getByLabel(/All 180 found/).check();
  await page.getByRole('button', { name: 'Add tags' }).click();
  await page.getByRole('heading', { name: 'Add these tags to all 180 orders found?' }).waitFor();
  await person.look('all-tag');
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByLabel(/All 180 found/).check();
  await page.getByRole('button', { name: 'Packing slips' }).click();
  await page.waitForURL('**/slips?*');
  assert.equal(await page.locator('.slip').count(), 180);
});
