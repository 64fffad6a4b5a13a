import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

let watcher: Writable | undefined;

/** One small process that outlives this one by seconds: it is told whom to end, and sees by its input that we are gone. */
function startWatcher(): Writable {
  const program = new URL('./watch-parent.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [program], {
    // A session of its own: what ends us, be it Ctrl-C in a terminal, must not reach it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const input = child.stdin;
  // Without it our children are as they would be anyway.
  child.on('error', () => undefined);
  input.on('error', () => undefined);
  child.unref();
  if ('unref' in input && typeof input.unref === 'function') input.unref();
  return input;
}

/**
 * Ends a child, with the process group that it leads, when this process is gone, however it ended: also by `kill -9`,
 * when no code of ours runs any more. Works for any program. Returns what takes that back; call it when the child ended.
 */
export function endWithUs(child: ChildProcess): () => void {
  const { pid } = child;
  if (pid === undefined) return () => undefined;
  watcher ??= startWatcher();
  watcher.write(`+${pid}\n`);
  return () => void watcher?.write(`-${pid}\n`);
}
