import { open, readdir, readFile } from 'node:fs/promises';

const chunk = 4 << 20;

/** Which of these texts stand in a process's writable memory. Linux, as its owner or root. */
export async function inMemoryOf(pid: number, texts: readonly string[]): Promise<readonly string[]> {
  const wanted = texts.map((text) => Buffer.from(text));
  const overlap = Math.max(...wanted.map((text) => text.length));
  const found = new Set<string>();
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const memory = await open(`/proc/${pid}/mem`);
  const buffer = Buffer.alloc(chunk + overlap);
  try {
    for (const [, from, to] of maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
      const end = Number.parseInt(to ?? '', 16);
      for (let at = Number.parseInt(from ?? '', 16); at < end; at += chunk) {
        const size = Math.min(buffer.length, end - at);
        // What is not mapped any more, or never was written, cannot be read.
        const read = await memory.read(buffer, 0, size, at).catch(() => undefined);
        const piece = buffer.subarray(0, read?.bytesRead ?? 0);
        for (const [number, text] of wanted.entries()) if (piece.includes(text)) found.add(texts[number]!);
      }
    }
  } finally {
    await memory.close();
  }
  return [...found];
}

export interface ProcessText {
  readonly pid: number;
  readonly command: string;
  readonly environment: string;
}

/** Arguments and environments of all processes that may be looked at, but our own: the test's has them by nature. */
export async function allProcesses(): Promise<readonly ProcessText[]> {
  const found: ProcessText[] = [];
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const read = (file: string): Promise<string> =>
      readFile(`/proc/${pid}/${file}`, 'utf8').then(
        (text) => text.replaceAll('\0', '\n'),
        () => '',
      );
    found.push({ pid, command: await read('cmdline'), environment: await read('environ') });
  }
  return found;
}
