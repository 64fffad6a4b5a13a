import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeServerProgram } from './code-server.ts';
import { jupyterExtension } from './jupyter-extension.ts';
import { packExtension, packOwnExtension } from './pack-extension.ts';

/** Kept for all files of one `npm test`; a file that runs alone has its own. */
const run = process.env.VECTORGATE_TEST_RUN ?? (await mkdtemp(join(tmpdir(), 'vectorgate-extensions-')));
if (process.env.VECTORGATE_TEST_RUN === undefined)
  process.once('exit', () => rmSync(run, { recursive: true, force: true }));

/**
 * A folder of installed extensions for code-server to copy: what runs notebooks, ours where `own`, and companions of this
 * folder by their names. Packed and installed once for the files of a run.
 */
export async function installedExtensions(own: boolean, companions: readonly string[] = []): Promise<string> {
  const doubles = [...(jupyterExtension.real ? [] : ['jupyter-double']), ...companions];
  const folder = join(run, ['extensions', ...(own ? ['vectorgate'] : []), ...doubles].join('+'));
  if (await there(folder)) return folder;
  const work = await mkdtemp(join(run, 'packing-'));
  try {
    const packed = [
      ...(jupyterExtension.real ?? []),
      ...(own ? [await packOwnExtension()] : []),
      ...(await Promise.all(doubles.map((name) => packExtension(join(import.meta.dirname, name), work)))),
    ];
    const made = join(work, 'extensions');
    await mkdir(made);
    await promisify(execFile)(
      codeServerProgram(),
      [
        ...['--user-data-dir', join(work, 'data'), '--extensions-dir', made],
        ...packed.flatMap((extension) => ['--install-extension', extension]),
      ],
      { env: { ...process.env, HOME: work } },
    );
    // Another file may have been faster: its folder is as good.
    await rename(made, folder).catch(async (error: unknown) => {
      if (!(await there(folder))) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const there = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
