import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackgroundProcess } from '../processes/background-process.ts';
import { pythonProgram } from '../processes/real-parts.ts';

const startSeconds = 90;
/** The clone's own `vectorgate`. */
const commandLine = join(import.meta.dirname, '..', '..', '..', 'client', 'bin', 'vectorgate.mjs');

export interface JupyterOptions {
  /** Takes configuration, settings and run-time files, so that the home folder stays as it is. */
  readonly folder: string;
  /** What JupyterLab shows as its files. */
  readonly notebooks: string;
  readonly port: number;
  /** The gateway's control plane, for our extension. */
  readonly controlUrl: string;
  readonly log: string;
}

/** A running JupyterLab with our extension. */
export interface RunningJupyter {
  readonly url: string;
  /** Lets a browser in; part of the address that people open. */
  readonly token: string;
  /** Resolves when it has ended, whatever the reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The settings that keep JupyterLab from asking questions of its own on the first start. */
const quietSettings = { fetchNews: 'false', checkForUpdates: false, doNotDisturbMode: false };

/** Starts JupyterLab on the loopback address; its extension is configured as an administrator would. */
export async function startJupyter({
  folder,
  notebooks,
  port,
  controlUrl,
  log,
}: JupyterOptions): Promise<RunningJupyter> {
  const token = randomBytes(24).toString('hex');
  const url = `http://127.0.0.1:${port}`;
  const [config, data, settings, runtime] = [
    join(folder, 'config'),
    join(folder, 'data'),
    join(folder, 'settings'),
    join(folder, 'runtime'),
  ];
  const notifications = join(settings, '@jupyterlab', 'apputils-extension');
  for (const path of [config, data, runtime, notifications])
    await mkdir(path, { recursive: true, mode: 0o700 });
  const configuration = {
    ServerApp: {
      ip: '127.0.0.1',
      port,
      port_retries: 0,
      open_browser: false,
      root_dir: notebooks,
      allow_root: true,
    },
    IdentityProvider: { token },
    VectorGate: { gateway: controlUrl, command_line: commandLine },
  };
  await writeFile(join(config, 'jupyter_server_config.json'), JSON.stringify(configuration, undefined, 2), {
    mode: 0o600,
  });
  await writeFile(
    join(notifications, 'notification.jupyterlab-settings'),
    JSON.stringify(quietSettings, undefined, 2),
  );
  const server = await BackgroundProcess.start({
    name: 'JupyterLab',
    program: pythonProgram(),
    args: ['-m', 'jupyterlab'],
    environment: {
      ...process.env,
      JUPYTER_CONFIG_DIR: config,
      JUPYTER_DATA_DIR: data,
      JUPYTER_RUNTIME_DIR: runtime,
      JUPYTERLAB_SETTINGS_DIR: settings,
      JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
      IPYTHONDIR: join(folder, 'ipython'),
    },
    folder: notebooks,
    log,
  });
  const answers = (): Promise<boolean> =>
    fetch(`${url}/api/status`, { headers: { authorization: `token ${token}` } }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
  await server.waitUntil(answers, startSeconds);
  return { url, token, ended: server.ended, stop: () => server.stop() };
}
