import { widening } from '../analyse/diff/change.ts';
import { diffMarkdown } from '../analyse/diff/diff-markdown.ts';
import { diffTerminal } from '../analyse/diff/diff-terminal.ts';
import { permissionDiff } from '../analyse/diff/permission-diff.ts';
import { weigh } from '../analyse/diff/weigh.ts';
import { PolicyError } from '../errors/policy-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { type CommandIo, exitCodes } from './command-io.ts';
import { readArguments } from './read-arguments.ts';
import { readEnvironment } from './read-environment.ts';
import { readPolicySet, UnloadablePolicies } from './read-policy-set.ts';
import { recordedFile } from './recorded-file.ts';

const usage =
  'vectorgate policy diff BASE HEAD [--config vectorgate.yaml] [--format text|markdown|json] [--traffic FILE]';

const options = {
  config: { type: 'string' },
  format: { type: 'string' },
  json: { type: 'boolean' },
  traffic: { type: 'string' },
} as const;

const formats = ['text', 'markdown', 'json'];

/**
 * `vectorgate policy diff BASE HEAD`: who may do or see more, and who less. Each side is a folder, a file, or a revision
 * of git as `main:policies`. Resolves to the exit code: `widened` when somebody gets more, or may.
 */
export async function policyDiff(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    const { paths, values } = readArguments(args, options, usage);
    const [base, head, ...more] = paths;
    if (base === undefined || head === undefined || more.length > 0)
      throw new UsageError(`Name two policy folders, files or revisions: ${usage}`);
    const format = values.json ? 'json' : (values.format ?? 'text');
    if (!formats.includes(format))
      throw new UsageError(`There is no format ${format}: ${formats.join(', ')}.`);
    const environment = values.config === undefined ? undefined : await readEnvironment(values.config);
    const sets = [await readPolicySet(base, environment), await readPolicySet(head, environment)] as const;
    const diff = permissionDiff(...sets, { environment, now: Date.now() });
    const { traffic } = values;
    const weighed =
      traffic === undefined
        ? undefined
        : { weighing: await weigh(diff.rows, recordedFile(traffic)), over: `in ${traffic}` };
    const wider = diff.rows.some(({ kind }) => widening.has(kind));
    if (format === 'markdown')
      io.out(diffMarkdown(diff, { weighed, title: `Permission diff: ${base} → ${head}` }));
    else if (format === 'json') {
      const rows = diff.rows.map(({ covers: _, ...row }, i) => ({
        ...row,
        ...(weighed && { traffic: weighed.weighing.rows[i] }),
      }));
      const { requests, first, last } = weighed?.weighing ?? {};
      // The sides by the names that were given: a digest counts paths, which are others from another folder.
      io.out(
        `${JSON.stringify({ widens: wider, ...diff, base, head, ...(weighed && { weighed: { requests, first, last } }), rows }, undefined, 2)}\n`,
      );
    } else io.out(diffTerminal(diff, weighed));
    return wider ? exitCodes.widened : exitCodes.ok;
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof PolicyError)) throw error;
    io.err(`${error.message}\n`);
    return error instanceof UnloadablePolicies ? exitCodes.problems : exitCodes.usage;
  }
}
