import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const program = join(import.meta.dirname, '..', '..', 'bin', 'vectorgate.mjs');
const hook = join(import.meta.dirname, 'testing', 'tells-modules.mjs');

let home: string;
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'vectorgate-start-up-'));
});
after(() => rm(home, { recursive: true, force: true }));

/** What a command says where no gateway is known, and the modules that it loads until then. */
const started = (...args: readonly string[]): Promise<{ said: string; modules: readonly string[] }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, XDG_RUNTIME_DIR: home };
    execFile(process.execPath, ['--import', hook, program, ...args], { env }, (_error, out, err) => {
      const lines = `${out}${err}`.split('\n');
      const prefix = 'loaded ';
      resolve({
        said: lines.filter((line) => !line.startsWith(prefix)).join('\n'),
        modules: lines.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length)),
      });
    });
  });

/** What only commands about policies, archives and sandboxes need, and what takes longest to load. */
const heavy = /node_modules\/(?:typebox|yaml|@bufbuild|@connectrpc|@qdrant)\/|policy-schema\/src\/language\//;

for (const command of [
  'whoami',
  'status',
  'run -- true',
  'sessions list',
  'sessions show x',
  'sessions export x',
])
  test(`vectorgate ${command} loads nothing of policies, archives and stores before it knows its gateway`, async () => {
    const { said, modules } = await started(...command.split(' '));
    assert.match(said, /No gateway is known yet/);
    assert.ok(modules.length > 20, 'the modules are told');
    assert.deepEqual(
      modules.filter((module) => heavy.test(module)),
      [],
    );
  });
