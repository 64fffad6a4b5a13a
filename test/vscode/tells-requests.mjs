// Loaded before code-server: its extension hosts, and each of their threads, write into a file that they began, and whatever
// they ask of the network.
import processes from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const { VECTORGATE_TEST_REQUESTS: file, VSCODE_ESM_ENTRYPOINT: program } = process.env;
const isHost = (entry) => entry?.includes('extensionHost') === true;

/** The editor takes options of Node out of what its extension hosts see, so they are given to those as arguments. */
function followHosts() {
  const { fork } = processes;
  processes.fork = (path, args, options) =>
    isHost(options?.env?.VSCODE_ESM_ENTRYPOINT)
      ? fork(path, args, {
          ...options,
          execArgv: [...(options.execArgv ?? []), `--import=${import.meta.url}`],
        })
      : fork(path, args, options);
  syncBuiltinESMExports();
}

function tellRequests() {
  const tell = (line) => appendFileSync(file, `${line}\n`);
  tell(isMainThread ? 'began an extension host' : 'began a thread');
  subscribe('undici:request:create', ({ request }) =>
    tell(`${request.method} ${request.origin}${request.path}`),
  );
  subscribe('http.client.request.start', ({ request }) =>
    tell(`${request.method} ${request.protocol}//${request.getHeader('host')}${request.path}`),
  );
  subscribe('net.client.socket', ({ socket }) =>
    socket.once('connect', () => {
      // A pipe of the editor's own has no port.
      if (socket.remotePort !== undefined) tell(`connected ${socket.remoteAddress}:${socket.remotePort}`);
    }),
  );
}

if (file !== undefined) {
  if (isHost(program)) tellRequests();
  else followHosts();
}
