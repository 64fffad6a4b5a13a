import { type Contents, ServerConnection } from '@jupyterlab/services';

/** Where JupyterLab has its files. */
export interface FilesOfLab {
  readonly contents: Contents.IManager;
  readonly settings: ServerConnection.ISettings;
}

/** Reads the bytes of a file, told as they come. From the Jupyter server alone: other addresses are not asked. */
export async function readArchive(
  { contents, settings }: FilesOfLab,
  path: string,
  progress: (read: number, of: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const url = await contents.getDownloadUrl(path);
  if (!url.startsWith(settings.baseUrl)) return fromContents(contents, path);
  const response = await ServerConnection.makeRequest(url, { signal, cache: 'no-store' }, settings);
  if (!response.ok || response.body === null)
    throw new Error(`the Jupyter server answers ${response.status} for ${path}`);
  const of = Number(response.headers.get('content-length') ?? 0);
  return gather(response.body.getReader(), of, progress);
}

async function gather(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  of: number,
  progress: (read: number, of: number) => void,
): Promise<Uint8Array> {
  let bytes = new Uint8Array(of);
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, read);
    if (read + value.length > bytes.length) {
      // Longer than was said, or nothing was said.
      const longer = new Uint8Array(Math.max(bytes.length * 2, read + value.length));
      longer.set(bytes);
      bytes = longer;
    }
    bytes.set(value, read);
    read += value.length;
    progress(read, Math.max(of, read));
  }
}

/** Files of a drive that is no folder of the server's. */
async function fromContents(contents: Contents.IManager, path: string): Promise<Uint8Array> {
  const { content } = await contents.get(path, { type: 'file', format: 'base64', content: true });
  const text = atob(String(content));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
