import { isRecord, records, text, texts } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import { relative } from '../output/ago.ts';
import { table } from '../output/table.ts';
import { coloured, type Terminal } from '../output/terminal.ts';
import { type CommonOptions, chosenDiscovery, print, signedInApi } from './context.ts';
import { describeMe } from './describe-me.ts';

const ifSignedIn = async <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (error instanceof ClientError && error.code === 'signed-out') return undefined;
    throw error;
  });

/** The store with its server's version, and a mark where the gateway was not made for that. */
function storeOf(entry: Readonly<Record<string, unknown>>): string {
  const server = isRecord(entry.server) ? entry.server : {};
  const version = text(server.version);
  const named = [text(entry.store), version].filter(Boolean).join(' ');
  return version !== '' && server.known !== true ? `${named} (unknown)` : named;
}

/** `vectorgate status`: the gateway, who is signed in, what is governed, and which policies are in force. */
export async function status(options: CommonOptions, terminal: Terminal): Promise<void> {
  const discovery = await chosenDiscovery(options);
  const api = await signedInApi(options, terminal);
  const me = await ifSignedIn(api.me());
  const connections = me && (await api.connections());
  const policy = me && (await api.policy());
  print(
    terminal,
    options,
    {
      gateway: discovery,
      me: me ?? null,
      connections: connections?.connections ?? null,
      policy: policy ?? null,
    },
    () => {
      const lines = [
        `gateway   ${discovery.controlUrl}`,
        `signed in ${me ? describeMe(me, terminal.now()) : 'nobody: vectorgate login'}`,
      ];
      if (policy) {
        const revision = isRecord(policy.revision) ? policy.revision : {};
        const commit = text(revision.commit).slice(0, 7);
        const number = isRecord(policy.change) ? `revision ${String(policy.change.revision)}` : '';
        lines.push(
          `policy    ${[number, commit && `commit ${commit}`, text(revision.digest).slice(0, 12), `loaded ${relative(text(policy.loadedAt), terminal.now())}`].filter(Boolean).join(' · ')}`,
        );
        if (policy.ok === false)
          lines.push(
            coloured(terminal, 'red', 'policy    the files have errors; the last good set is in force'),
          );
        for (const error of records(policy.errors))
          lines.push(
            `          ${text(error.file)}:${String(error.line)}:${String(error.column)} ${text(error.message)}`,
          );
      }
      const known = records(connections?.connections);
      const rows =
        known.length > 0
          ? known.map((entry) => [
              text(entry.name),
              storeOf(entry),
              texts(entry.knownAs).join(', '),
              text(entry.mode),
            ])
          : discovery.governed.map((entry) => [entry.connection, entry.store, entry.name, '']);
      return `${lines.join('\n')}\n\n${table([{ title: 'connection', widest: 20 }, { title: 'store', widest: 24 }, { title: 'known as' }, { title: 'mode', widest: 9 }], rows)}`;
    },
  );
}
