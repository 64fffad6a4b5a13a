import { writeFile } from 'node:fs/promises';

/** Source of each code cell by the name under which a test runs it. */
export type Cells = Readonly<Record<string, string>>;

/** Writes a notebook of these code cells, in this order. `kernel` is the kernelspec's name. */
export async function writeNotebook(path: string, cells: Cells, kernel = 'python3'): Promise<void> {
  const notebook = {
    cells: Object.entries(cells).map(([id, source]) => ({
      cell_type: 'code',
      execution_count: null,
      id,
      metadata: {},
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { display_name: kernel, language: 'python', name: kernel } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  await writeFile(path, JSON.stringify(notebook));
}
