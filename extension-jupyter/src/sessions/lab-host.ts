import type { IThemeManager } from '@jupyterlab/apputils';
import {
  askToday,
  type DecideHere,
  type ExportOf,
  gatewayRecords,
  type Note,
  type ReplayHost,
} from '@vectorgate/replay-ui/host';
import type { GateModel } from '../gate-model.ts';
import type { LabSandboxes } from '../sandbox/lab-sandboxes.ts';
import type { ServerClient } from '../server/server-client.ts';
import { labTheme, onLabTheme } from './lab-theme.ts';
import { replayProblem } from './replay-problem.ts';
import { linkTo } from './session-link.ts';

/** What the replay needs of JupyterLab. */
export interface LabHostParts {
  readonly client: ServerClient;
  readonly model: GateModel;
  readonly themes: IThemeManager | null;
  readonly sandboxes: LabSandboxes;
  readonly copy: (text: string) => void;
  readonly openSession: (session: string, record?: string) => void;
  /** Absent where JupyterLab has no documents to open. */
  readonly openRule: ((file: string, line: number) => void) | undefined;
  /** Decides by the policies that lie at the Jupyter server. */
  readonly decideHere: DecideHere | undefined;
  /** Takes records away as a file. */
  readonly exportRecords: (of: ExportOf) => Promise<void>;
  /** Opens a policy test that is made of a record. */
  readonly makeTest: ((record: Readonly<Record<string, unknown>>) => Promise<void>) | undefined;
}

/** The replay's host in JupyterLab: records by way of the Jupyter server, as the person who is signed in. */
export function labHost({
  client,
  model,
  themes,
  sandboxes,
  copy,
  openSession,
  ...can
}: LabHostParts): ReplayHost {
  const told = <Value>(asked: Promise<Value>): Promise<Value> =>
    asked.catch((error: unknown) => {
      throw replayProblem(error);
    });
  const ask = (path: string): Promise<unknown> => told(client.recorded(path));
  const gateway = model.status?.gateway ?? '';
  const source = URL.parse(gateway)?.host ?? gateway;
  const { openRule, makeTest, decideHere } = can;
  const kept = new Map<string, unknown>();
  return {
    ...gatewayRecords(ask, (model.status?.who?.reviews?.length ?? 0) > 0),
    source,
    theme: labTheme(themes),
    onThemeChange: (listener) => onLabTheme(themes, listener),
    copy: async (text) => copy(text),
    openSession,
    ...(openRule !== undefined && { openRule: ({ file, line }) => openRule(file, line) }),
    linkTo,
    exportRecords: can.exportRecords,
    sandbox: sandboxes.of(null),
    askToday: (record) => askToday(record, ask, source, decideHere),
    notes: {
      connections: model.status?.who?.reviews ?? [],
      list: async (session) =>
        ((await ask(`/sessions/${session}/notes`)) as { notes: readonly Note[] }).notes,
      add: (session, note) => told(client.addNote(session, note)),
    },
    searches: {
      list: () => told(client.searches()),
      keep: (name, query) => told(client.keepSearch(name, query)),
      drop: (name) => told(client.dropSearch(name)),
    },
    ...(makeTest !== undefined && {
      makePolicyTest: async (record) =>
        makeTest((await ask(`/records/${record}`)) as Readonly<Record<string, unknown>>),
    }),
    recall: (name) => kept.get(name),
    remember: (name, value) => kept.set(name, value),
  };
}
