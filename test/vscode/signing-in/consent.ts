import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { screenshot, step } from '../../browser/step.ts';
import { until } from '../../browser/until.ts';
import type { OpenWorkbench } from '../open-workbench.ts';

interface Given {
  readonly account?: string;
  readonly token?: string;
  readonly refused?: string;
}

/** Another extension asks for a session, while Ana is signed in. */
export function consent(at: OpenWorkbench): void {
  const file = (): string => join(at.world.workspace, 'companion.json');
  const given = async (): Promise<Given> => {
    await until('it was answered', () =>
      readFile(file()).then(
        () => true,
        () => false,
      ),
    );
    const said = JSON.parse(await readFile(file(), 'utf8')) as Given;
    await rm(file());
    return said;
  };
  const ask = async (answer: 'Allow' | 'Cancel'): Promise<Given> => {
    await at.bench.command('Companion: Ask for a session');
    const dialog = at.page().locator('.monaco-dialog-box', { hasText: 'VectorGate' });
    await dialog.waitFor();
    await screenshot(at.page(), 'vscode-consent');
    await dialog.getByRole('button', { name: answer }).click();
    return given();
  };

  step('gets nothing without the person’s word', at.page, async () => {
    const { token, refused } = await ask('Cancel');
    assert.equal(token, undefined);
    assert.match(refused ?? '', /\w/);
  });

  step('gets an access token of some minutes with it, and never what renews it', at.page, async () => {
    const { account, token = '' } = await ask('Allow');
    assert.equal(account, 'Ana Ruiz');
    const me = await fetch(`${at.world.demo.controlUrl}/api/v1/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(me.status, 200);
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      exp: number;
      iat: number;
    };
    assert.ok(payload.exp - payload.iat <= 600, `${payload.exp - payload.iat} s`);
  });
}
