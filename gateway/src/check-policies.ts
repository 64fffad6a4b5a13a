import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Configuration } from './configuration/configuration.ts';
import { GateError } from './errors/gate-error.ts';
import { openPolicy } from './policy/open-policy.ts';

/**
 * Reads what would be in force, and what would run beside it, and starts nothing. Throws `GateError` code `policy` with every
 * problem of it.
 */
export async function checkPolicies(configuration: Configuration): Promise<void> {
  await checkOne(configuration);
  const { git } = configuration.policy;
  if (git?.canary === undefined) return;
  const { canary, ...rest } = git;
  const beside = { ...configuration.policy, git: { ...rest, branch: canary } };
  try {
    await checkOne({ ...configuration, policy: beside });
  } catch (cause) {
    if (!(cause instanceof GateError) || cause.code !== 'policy') throw cause;
    const why = cause.message.replace(/^VectorGate cannot start: /, '');
    throw new GateError(
      'policy',
      `The policies in force are in order. What policy.git.canary names cannot run beside them: ${why}`,
      {},
      { cause },
    );
  }
}

async function checkOne(configuration: Configuration): Promise<void> {
  // A copy of a repository is made for it alone: the one of a running gateway is that gateway's.
  const data = await mkdtemp(join(tmpdir(), 'vectorgate-check-'));
  try {
    const policy = await openPolicy({ ...configuration, data }, pino({ level: 'silent' }));
    await policy.close();
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
