// A shop that others can reach is set up by whoever reads its terminal: node code.mjs BASE "" CODE scripts|plain DATA
import assert from 'node:assert/strict';
import { Person, base, mode, password as code, say, travel } from './person.mjs';

await travel(async browser => {
  const nora = await Person.at(browser, mode === 'scripts');
  const { page } = nora;
  await nora.open('/');
  await page.waitForURL('**/setup/code');
  await nora.look('setup-code');

  // No step is open to whoever does not know it, by typing its address either.
  for (const step of ['/setup/selling', '/setup/owner']) {
    await nora.open(step);
    assert.equal(new URL(page.url()).pathname, '/setup/code', step);
  }
  await page.locator('#code').fill('0000-0000-0000');
  nora.expected.add(422);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('[role=alert]').waitFor();
  nora.expected.clear();
  await nora.look('setup-code-wrong');

  // As people type it, by keyboard alone.
  await page.locator('#code').focus();
  await page.locator('#code').fill(code.toLowerCase().replaceAll('-', ' '));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/setup');
  await page.locator('#legal_name').waitFor();
  say('shown');

  // It opens the door for one browser, not for the next.
  const stranger = await Person.at(browser, mode === 'scripts');
  await stranger.open('/setup');
  assert.equal(stranger.page.url(), `${base}/setup/code`);
  const cookies = await page.context().cookies();
  const kept = cookies.find(cookie => cookie.name === 'founder');
  assert(kept.httpOnly && kept.sameSite === 'Lax' && !kept.value.toUpperCase().includes(code.replaceAll('-', '')));
});
