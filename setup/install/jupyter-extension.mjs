import { join } from 'node:path';
import { pinnedNode, root, venv, venvProgram } from '../paths.mjs';
import { runQuietly } from '../process/run-quietly.mjs';
import { digestOf, isStamped, stamp } from '../stamp.mjs';

const folder = join(root, 'extension-jupyter');
const built = [
  'node_modules',
  'lib',
  'labextension',
  '__pycache__',
  '.pytest_cache',
  '.ruff_cache',
  'tests',
  'dist',
];

/** Builds the JupyterLab extension and installs its one wheel into the clone's Python environment. */
export async function installJupyterExtension(say) {
  const lock = join(root, 'package-lock.json');
  const sources = [
    lock,
    join(root, 'setup', 'requirements.txt'),
    folder,
    // They go into the bundle.
    join(root, 'client', 'src'),
    join(root, 'replay-ui', 'src'),
    ...['package.json', 'src'].map((name) => join(root, 'policy-schema', name)),
  ];
  const digest = await digestOf(sources, {
    leaveOut: [...built, 'tsconfig.tsbuildinfo'],
    also: venv,
  });
  if (await isStamped('jupyter-extension', digest)) return 'in place';
  // Its build tools are found on the PATH: the pinned Node first, then the Python environment.
  const PATH = [join(pinnedNode, '..'), join(venvProgram('python'), '..'), process.env.PATH].join(':');
  const env = { ...process.env, PATH };
  say('building');
  await runQuietly('npm', ['run', 'build', '-w', '@vectorgate/jupyterlab', '--loglevel=error'], {
    env,
    what: 'Building the JupyterLab extension',
  });
  say('installing');
  await runQuietly(
    venvProgram('python'),
    [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--no-input',
      '--no-deps',
      '--no-build-isolation',
      '--force-reinstall',
      folder,
    ],
    { env, what: 'Installing the JupyterLab extension' },
  );
  await stamp('jupyter-extension', digest);
  return 'built and installed';
}
