import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

/** One attempt. `run` tells what was seen and whether it got through. */
export interface Attack {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

export interface Outcome {
  readonly passed: boolean;
  readonly seen: string;
}

/** Tries every attack, prints one line for each and the sum, and fails when any got through. */
export async function tryAll(context: TestContext, title: string, attacks: readonly Attack[]): Promise<void> {
  const through: string[] = [];
  const lines: string[] = [];
  for (const attack of attacks) {
    const { passed, seen } = await attack.run();
    lines.push(`  ${passed ? '✗ got through' : '✓ stopped'}  ${attack.name}: ${seen}`);
    if (passed) through.push(`${attack.name}: ${seen}`);
  }
  context.diagnostic(`${title}\n${lines.join('\n')}\n${attacks.length} tried, ${through.length} passed`);
  assert.ok(attacks.length > 0);
  assert.deepEqual(through, []);
}
