import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

/** One kind of fault, injected for real. */
export interface Fault {
  readonly name: string;
  /** By what means. */
  readonly injected: string;
  /** Injects it, checks what is seen, and ends it. Throws when something is not as it must be. */
  readonly run: () => Promise<Seen>;
}

export interface Seen {
  /** Status and first line, as the caller reads them. */
  readonly saw: string;
  /** What the log of records, or the gateway's own log, holds of it. */
  readonly recorded: string;
  /** How the same process serves again. */
  readonly recovered?: string;
  /** In place of that: why a new start is needed, and what it says. */
  readonly restart?: string;
}

const indent = (text: string): string => text.trim().replaceAll('\n', '\n      ');

const rows = ({ name, injected }: Fault, { saw, recorded, recovered, restart }: Seen): string =>
  [
    `  ✓ ${name}`,
    `      injected    ${injected}`,
    `      caller saw  ${saw}`,
    `      recorded    ${recorded}`,
    recovered === undefined ? `      restart     ${restart}` : `      recovered   ${recovered}`,
  ].join('\n');

/**
 * Injects every fault in turn, prints what was seen of each and the sum, and fails when anything was not as it must be.
 * `acknowledged` is called at the end and tells what became of what callers were told to be done.
 */
export async function injectAll(
  context: TestContext,
  title: string,
  faults: readonly Fault[],
  acknowledged: () => Promise<string>,
): Promise<void> {
  const lines: string[] = [];
  const wrong: string[] = [];
  let restarts = 0;
  for (const fault of faults) {
    try {
      const seen = await fault.run();
      lines.push(rows(fault, seen));
      if (seen.recovered === undefined) restarts += 1;
    } catch (error) {
      const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
      lines.push(`  ✗ ${fault.name}\n      injected    ${fault.injected}\n      ${indent(said)}`);
      wrong.push(fault.name);
    }
  }
  const healed = faults.length - wrong.length - restarts;
  const sum = `${faults.length} injected, ${healed} healed without a restart, ${restarts} by a restart, ${wrong.length} not as they must be`;
  let kept = '';
  try {
    kept = await acknowledged();
  } catch (error) {
    wrong.push('what was acknowledged');
    kept = error instanceof Error ? error.message : String(error);
  }
  context.diagnostic(`${title}\n${lines.join('\n')}\n${sum}; ${kept}`);
  assert.ok(faults.length > 0);
  assert.deepEqual(wrong, []);
}
