import { readFile } from 'node:fs/promises';
import { until } from '../browser/until.ts';

interface Output {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly evalue?: string;
  readonly ename?: string;
  readonly traceback?: readonly string[];
  readonly data?: Readonly<Record<string, string | readonly string[]>>;
}

interface Cell {
  readonly cell_type: string;
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

const joined = (text: string | readonly string[] = ''): string => [text].flat().join('');

/** What stands below a code cell, as text. */
const textOf = ({ outputs = [] }: Cell): string =>
  outputs
    .map(({ text, ename, evalue, data }) =>
      ename === undefined ? joined(text) + joined(data?.['text/plain']) : `${ename}: ${evalue}`,
    )
    .join('\n');

/**
 * The saved notebook as a whole. The editor writes into the file itself, so a reader may meet it empty or half
 * written; it is read again until it is whole.
 */
async function savedCells(path: string): Promise<readonly Cell[]> {
  let cells: readonly Cell[] | undefined;
  await until(`${path} is saved whole`, async () => {
    try {
      ({ cells } = JSON.parse(await readFile(path, 'utf8')) as { cells: readonly Cell[] });
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    return cells !== undefined;
  });
  return cells ?? [];
}

/** The code cells of a notebook that the editor saves by itself: the execution count of each, and what stands below it. */
export async function codeCells(
  path: string,
): Promise<readonly { count: number | undefined; output: string }[]> {
  return (await savedCells(path))
    .filter(({ cell_type }) => cell_type === 'code')
    .map((cell) => ({ count: cell.execution_count ?? undefined, output: textOf(cell) }));
}

/** Waits until the saved notebook's code cells satisfy the condition. */
export async function untilCells(
  path: string,
  what: string,
  holds: (cells: Awaited<ReturnType<typeof codeCells>>) => boolean,
): Promise<Awaited<ReturnType<typeof codeCells>>> {
  await until(what, async () => holds(await codeCells(path)));
  return codeCells(path);
}
