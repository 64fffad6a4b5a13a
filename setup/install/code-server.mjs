import { access, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { codeServer, codeServerFolder, pinnedNode } from '../paths.mjs';
import { runQuietly } from '../process/run-quietly.mjs';
import { isStamped, stamp } from '../stamp.mjs';
import { installSystemPackages } from './system-packages.mjs';

// Its own shrinkwrap pins what it brings. It refuses to be a dependency of a project (only global installs work).
const version = '4.139.1';

const there = (path) =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Where headers of a Node of this machine lie: what is compiled is the same for all versions (Node-API). Without them the
 * compiler's helper asks nodejs.org for some. npm puts the pinned Node, which has none, in front of the PATH.
 */
async function headers() {
  const places = [
    process.execPath,
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node')),
  ];
  for (const prefix of new Set(places.map((program) => dirname(dirname(program)))))
    if (await there(join(prefix, 'include', 'node', 'common.gypi'))) return { npm_config_nodedir: prefix };
  return {};
}

/** VS Code's workbench for a browser, for the tests of the VS Code extension. Takes minutes: parts of it are compiled. */
export async function installCodeServer(say) {
  if ((await isStamped('code-server', version)) && (await there(codeServer))) return 'in place';
  if (!(await there('/usr/include/gssapi/gssapi.h')) || !(await there('/usr/bin/g++')))
    await installSystemPackages(['libkrb5-dev', 'g++', 'make'], 'What code-server is compiled with', say);
  say('npm install code-server');
  await rm(codeServerFolder, { recursive: true, force: true });
  await runQuietly(
    process.platform === 'win32' ? 'npm.cmd' : 'npm',
    [
      ...['install', '--global', '--prefix', codeServerFolder],
      ...['--no-audit', '--no-fund', '--loglevel=error', `code-server@${version}`],
    ],
    {
      what: 'npm install code-server',
      // It takes the Node on the PATH for its own, and wants this one; an npm that started us has told of another.
      env: {
        ...process.env,
        ...(await headers()),
        npm_config_user_agent: undefined,
        // Half of the compiler's work is making fast what tests call now and then.
        CFLAGS: '-O0',
        CXXFLAGS: '-O0',
        PATH: `${dirname(pinnedNode)}:${process.env.PATH}`,
      },
    },
  );
  await stamp('code-server', version);
  return 'installed';
}
