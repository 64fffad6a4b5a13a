import { Uri, workspace } from 'vscode';

/**
 * Starts a bundle of the extension as a worker. Its text is read by the editor: where the extension comes from a remote
 * machine, a worker cannot be started from its address.
 */
export async function startWorker(dist: Uri, name: string): Promise<Worker> {
  const script = await workspace.fs.readFile(Uri.joinPath(dist, name));
  const address = URL.createObjectURL(new Blob([new Uint8Array(script)], { type: 'text/javascript' }));
  return new Worker(address, { name });
}
