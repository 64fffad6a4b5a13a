import assert from 'node:assert/strict';
import { suite } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { fillForm } from './lab.ts';
import { openLab } from './open-lab.ts';
import { step } from './step.ts';
import { openWatchedLab } from './watched-lab.ts';

suite('when signing in does not go well', () => {
  const at = openLab(() => openWatchedLab(async () => {}));
  const signIn = () => at.lab.panel.getByRole('button', { name: 'Sign in' });
  const trouble = (text: string): Locator => at.lab.panel.locator('.vg-trouble', { hasText: text });
  const begin = (): Promise<Page> => at.lab.popup(() => signIn().click());
  /** Nobody is signed in, both windows say so, and the way in is open again. */
  const failed = async (popup: Page, why: RegExp): Promise<void> => {
    await popup.getByRole('heading', { name: 'Not signed in' }).waitFor();
    assert.match(await popup.locator('main').innerText(), why);
    await trouble('nobody is signed in. Its window says why. Close that window and sign in again.').waitFor();
    assert.equal(await at.lab.status.innerText(), 'Sign in');
    assert.equal(popup.isClosed(), false, 'it stays, for the person to read');
    await popup.close();
    await signIn().waitFor();
  };

  step('the provider refuses', at.page, async () => {
    const { issuer } = at.world.world.people;
    const asked = at.world.context.waitForEvent('request', (request) =>
      request.url().startsWith(`${issuer}/auth?`),
    );
    const popup = await begin();
    const { searchParams } = new URL((await asked).url());
    await popup.locator('input[name=login]').waitFor();
    // Where a provider sends whom its own rules keep out (RFC 6749, section 4.1.2.1).
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    const state = searchParams.get('state') ?? '';
    back.search = new URLSearchParams({ error: 'access_denied', state, iss: issuer }).toString();
    await popup.goto(back.href);
    await failed(popup, /the sign-in was cancelled or refused\.\s+Sign in again\./);
  });

  step('the person says no to the gateway’s question', at.page, async () => {
    const popup = await begin();
    await fillForm(popup, 'ana');
    await popup.locator('button[value=no]').click();
    await failed(popup, /the sign-in was cancelled or refused/);
  });

  step('the person closes the window', at.page, async () => {
    const popup = await begin();
    await popup.locator('input[name=login]').waitFor();
    await at.lab.panel.getByRole('button', { name: 'Waiting for the sign-in window' }).waitFor();
    await popup.close();
    await signIn().waitFor();
  });

  step('the browser blocks the window: the panel has a link that works', at.page, async () => {
    // What a blocked `window.open` returns. Chromium under test blocks none.
    await at.lab.page.evaluate('window.openReally = window.open; window.open = () => null;');
    await signIn().click();
    await trouble('The browser blocked the sign-in window.').waitFor();
    const opened = at.world.context.waitForEvent('page');
    await at.lab.panel.getByRole('link', { name: 'Open it in a tab' }).click();
    const tab = await opened;
    const closed = tab.waitForEvent('close');
    await fillForm(tab, 'ana');
    await tab.getByRole('button', { name: /^Continue as / }).click();
    await closed;
    await at.lab.panel.getByRole('region', { name: 'Signed in' }).waitFor();
    assert.equal(await trouble('blocked').count(), 0);
    await at.lab.page.evaluate('window.open = window.openReally');
  });

  step('the gateway goes away and comes back: the panel says so, and needs no reload', at.page, async () => {
    const { page, panel, status } = at.lab;
    await page.evaluate('window.notReloaded = true');
    await at.world.world.gateway?.close();
    await panel.getByRole('button', { name: 'Look again' }).click();
    await status.getByText('VectorGate: gateway unreachable').waitFor();
    const trouble = await panel.locator('.vg-trouble').innerText();
    assert.match(
      trouble,
      /The gateway at http:\/\/127\.0\.0\.1:\d+ does not answer \(connection refused\)\./,
    );
    assert.match(trouble, /First noticed .*; asking again every few seconds\./);
    assert.match(trouble, /Try again in a moment; if it lasts, tell whoever runs your VectorGate gateway\./);
    // Who is signed in stays so: nothing was lost.
    assert.match(await panel.innerText(), /Ana Ruiz/);
    await at.world.world.restart();
    await panel.locator('.vg-trouble').waitFor({ state: 'detached' });
    assert.equal(await status.innerText(), 'Ana Ruiz · insights');
    assert.equal(await page.evaluate('window.notReloaded'), true);
  });

  step('signed out while the gateway is away: a sign-in says why it cannot begin', at.page, async () => {
    await at.lab.signOut();
    await at.world.world.gateway?.close();
    await signIn().click();
    const said = trouble('The sign-in could not begin');
    await said.waitFor();
    assert.match(
      await said.innerText(),
      /the gateway at \S+ does not answer \(connection refused\)\. Try again/,
    );
    await at.world.world.restart();
    await trouble('First noticed').waitFor({ state: 'detached' });
    await at.lab.signIn('ana', () => signIn().click());
  });
});
