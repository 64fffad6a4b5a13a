import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitForPort } from '../bench/wait-for-port.ts';

export interface RunningNginx {
  /** Takes another `http` block, as an operator does: stops and starts again. */
  restart(servers: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts the system's nginx, as this user and in one process. `servers` is the inside of its `http` block. */
export async function startNginx(
  folder: string,
  ports: readonly number[],
  servers: string,
): Promise<RunningNginx> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ');
  let child: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  const start = async (inside: string): Promise<void> => {
    writeFileSync(
      file,
      `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http { access_log off; ${temporary} ${inside} }
`,
    );
    child = spawn('nginx', ['-p', folder, '-c', file], {
      stdio: 'inherit',
      // Debian puts it where only root's PATH looks.
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    });
    ended = new Promise((resolve) => child?.once('exit', resolve));
    for (const port of ports) await waitForPort(port);
  };
  const close = async (): Promise<void> => {
    child?.kill('SIGTERM');
    await ended;
  };
  await start(servers);
  return {
    restart: async (inside) => {
      await close();
      await start(inside);
    },
    close,
  };
}
