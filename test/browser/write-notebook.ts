import { writeFile } from 'node:fs/promises';

/** Source of each code cell by the name under which a test runs it. */
export type Cells = Readonly<Record<string, string>>;

/** What stands below cells in the file, by their names. */
export type Outputs = Readonly<Record<string, readonly object[]>>;

/** Writes a notebook of these code cells, in this order. `kernel` is the kernelspec's name. */
export async function writeNotebook(
  path: string,
  cells: Cells,
  kernel = 'python3',
  outputs: Outputs = {},
): Promise<void> {
  const notebook = {
    cells: Object.entries(cells).map(([id, source]) => ({
      cell_type: 'code',
      execution_count: null,
      id,
      metadata: {},
      outputs: outputs[id] ?? [],
      source,
    })),
    metadata: { kernelspec: { display_name: kernel, language: 'python', name: kernel } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await writeFile(path, JSON.stringify(notebook));
}
