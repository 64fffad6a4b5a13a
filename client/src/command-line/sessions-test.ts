import { writeFile } from 'node:fs/promises';
import { testOfRecord } from '@vectorgate/policy-schema/test-of-record';
import { isTestFile } from '@vectorgate/policy-schema/test-run';
import { ClientError } from '../errors/client-error.ts';
import type { Terminal } from '../output/terminal.ts';
import { type CommonOptions, signedInApi } from './context.ts';
import { recordNamed } from './record-named.ts';

export interface TestOptions extends CommonOptions {
  /** Number of a step, from 1. */
  readonly step?: number;
  /** Where the test goes; absent: to standard output. */
  readonly output?: string;
  readonly force?: boolean;
}

/** `vectorgate sessions test ID`: a policy test that expects what was decided of one recorded request. */
export async function sessionsTest(named: string, options: TestOptions, terminal: Terminal): Promise<void> {
  const { output } = options;
  if (output !== undefined && !isTestFile(output))
    throw new ClientError(
      'test-unclear',
      'Tests stand in files that end in .policy-test.yaml.',
      'Name it so: --output policies/refused.policy-test.yaml',
    );
  const found = await recordNamed(await signedInApi(options, terminal), named, options.step);
  if ('session' in found)
    throw new ClientError('test-unclear', 'A test is made of one step of a session.', 'Name it: --step 3');
  const made = testOfRecord(found.record);
  if ('why' in made) throw new ClientError('test-impossible', made.why, 'Name another step.');
  if (output === undefined) {
    terminal.out(made.text);
    return;
  }
  try {
    await writeFile(output, made.text, { flag: options.force === true ? 'w' : 'wx' });
  } catch (cause) {
    const isThere = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    throw new ClientError(
      isThere ? 'file-exists' : 'file-unwritable',
      isThere ? `${output} is there already.` : `${output} cannot be written.`,
      isThere ? 'Name another file, or replace it by --force.' : 'Name a place that you may write to.',
      { cause },
    );
  }
  terminal.err(`Written: ${output}. Try it: vectorgate policy test ${output}\n`);
}
