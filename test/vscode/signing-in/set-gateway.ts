import assert from 'node:assert/strict';
import { screenshot, step } from '../../browser/step.ts';
import type { OpenWorkbench } from '../open-workbench.ts';

/** A person names the gateway, first by the wrong one of its addresses. */
export function setGateway(at: OpenWorkbench): void {
  const type = async (address: string): Promise<void> => {
    const input = at.page().locator('.quick-input-widget input').first();
    await at.page().locator('.quick-input-title', { hasText: 'VectorGate: set the gateway' }).waitFor();
    await input.fill(address);
    await input.press('Enter');
  };

  step('the address that programs call is told from the one to sign in at', at.page, async () => {
    await at.bench.openPanel();
    await at.bench.view('Gateway').getByRole('button', { name: 'Set the gateway' }).click();
    await type(at.world.demo.dataUrl);
    const told = at.bench.notification("is a gateway's address for data");
    await told.waitFor();
    await screenshot(at.page(), 'vscode-data-address');
    const text = await told.innerText();
    // As it was typed: an address has no capital.
    assert.ok(text.includes(`VectorGate: ${at.world.demo.dataUrl} is`), text);
    assert.match(text, /Set the address to sign in at, often the same host with another port\./);
    assert.doesNotMatch(text, /not a VectorGate gateway|If it is right|Set it all the same/);
    await told.getByRole('button', { name: 'Set another address' }).click();
  });

  step('the next one is asked for at once, and set', at.page, async () => {
    await type(at.world.demo.controlUrl);
    await at.bench.statusSays(/Sign in/);
    await at.bench.openPanel();
    await at.bench.viewSays('Connections', /insights · chroma/);
  });
}
