import assert from 'node:assert/strict';
import { screenshot, step } from '../../browser/step.ts';
import type { OpenWorkbench } from '../open-workbench.ts';

const offer = 'Sign in with VectorGate to use VectorGate (1)';

/** The Accounts menu while no gateway is set. */
export function accountsWithoutGateway(at: OpenWorkbench): void {
  step('no gateway, no line', at.page, async () => {
    await at.bench.openPanel();
    const lines = await at.bench.accounts();
    assert.ok(!lines.some((line) => line.includes('VectorGate')), lines.join(', '));
  });
}

/** The Accounts menu once one is set, from signed out to Ana signed in. */
export function accounts(at: OpenWorkbench): void {
  step('once a gateway is set, it offers the sign-in, and signs in', at.page, async () => {
    await at.bench.statusSays(/Sign in/);
    await at.bench.accountsSay((lines) => lines.includes(offer));
    await screenshot(at.page(), 'vscode-accounts');
    await at.bench.signIn('ana', () => at.bench.choose(offer));
  });

  step('it then shows who is signed in, once, and offers nothing', at.page, async () => {
    const lines = await at.bench.accountsSay((now) => now.some((line) => line.startsWith('Ana Ruiz')));
    assert.deepEqual(
      lines.filter((line) => line.includes('VectorGate')),
      ['Ana Ruiz (VectorGate)'],
    );
  });

  step('signed out from there, it shows nobody, and offers the sign-in again', at.page, async () => {
    await at.bench.choose('Ana Ruiz (VectorGate)', 'Sign Out');
    await at.page().locator('.monaco-dialog-box').getByRole('button', { name: 'Sign Out' }).click();
    await at.bench.statusSays(/Sign in/);
    const lines = await at.bench.accountsSay((now) => now.includes(offer));
    assert.deepEqual(
      lines.filter((line) => line.includes('VectorGate')),
      [offer],
    );
  });

  step('signed in and out elsewhere, it follows, with another person too', at.page, async () => {
    for (const [login, name] of [
      ['ana', 'Ana Ruiz'],
      ['omar', 'Omar Haddad'],
    ] as const) {
      await at.bench.signIn(login);
      const lines = await at.bench.accountsSay((now) => now.some((line) => line.startsWith(name)));
      assert.deepEqual(
        lines.filter((line) => line.includes('VectorGate')),
        [`${name} (VectorGate)`],
      );
      await at.bench.command('VectorGate: Sign out');
      const after = await at.bench.accountsSay((now) => now.includes(offer));
      assert.deepEqual(
        after.filter((line) => line.includes('VectorGate')),
        [offer],
      );
    }
  });

  step('a sign-in that is cancelled there is told once, with a way to try again', at.page, async () => {
    const cancel = async (begin: () => Promise<void>): Promise<void> => {
      const page = await at.bench.popup(begin);
      await page.close();
      await at.bench
        .notification('VectorGate: sign in in your browser')
        .getByRole('button', { name: 'Cancel' })
        .click();
      await at.bench.statusSays(/Sign in$/);
    };
    await cancel(() => at.bench.choose(offer));
    const told = at.bench.notification('the sign-in was cancelled, nobody is signed in');
    await told.waitFor();
    await screenshot(at.page(), 'vscode-cancelled');
    // Nothing of the editor's own beside it.
    assert.equal(await at.page().locator('.notifications-toasts .notification-list-item').count(), 1);
    await cancel(() => told.getByRole('button', { name: 'Try again' }).click());
    await at.page().waitForTimeout(1_000);
    assert.equal(await told.count(), 0, 'not repeated');
    await at.bench.signIn('ana');
  });
}
