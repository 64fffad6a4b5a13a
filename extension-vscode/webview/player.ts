import { defineReplayElements } from '@vectorgate/replay-ui';
import { gatewayRecords, type Note, type TodayAnswer } from '@vectorgate/replay-ui/host';
import { editorTheme, onEditorTheme } from './editor-theme.ts';
import { type EditorApi, ExtensionChannel } from './extension-channel.ts';

declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();
defineReplayElements();
const player = document.createElement('vg-player');
// The page holds nothing else.
player.role = 'main';

interface Kept {
  readonly session?: string;
  readonly record?: string;
  readonly remembered?: Readonly<Record<string, unknown>>;
}
const kept = (): Kept => (editor.getState() as Kept | undefined) ?? {};

let linkTo = (_session: string, _record: string): string => '';

const channel = new ExtensionChannel(editor, (message) => {
  if (message.kind === 'go') {
    if (message.place.record !== undefined) player.recordId = message.place.record;
    return;
  }
  if (message.kind === 'copy-link') {
    const { sessionId, recordId } = player;
    if (sessionId !== undefined && recordId !== undefined)
      channel.say({ kind: 'copy', text: linkTo(sessionId, recordId) });
    return;
  }
  const { place, reviewer, reviews, source, link } = message;
  linkTo = (session, record) => `${link}${session}?step=${record}`;
  // After a reload of the window the extension knows the place by what is kept here.
  editor.setState({ ...kept(), ...place });
  player.host = {
    ...gatewayRecords(channel.ask, reviewer),
    source,
    theme: editorTheme(),
    onThemeChange: onEditorTheme,
    copy: async (text) => channel.say({ kind: 'copy', text }),
    openSession: (session, record) =>
      channel.say({ kind: 'open-session', session, ...(record !== undefined && { record }) }),
    openRule: ({ file, line }) => channel.say({ kind: 'open-rule', file, line }),
    linkTo,
    runAgain: (session) => channel.say({ kind: 'run-again', session }),
    askToday: async (record) =>
      (await channel.request((id) => ({ kind: 'today', id, record }))) as readonly TodayAnswer[],
    makePolicyTest: async (record) => {
      await channel.request((id) => ({ kind: 'make-test', id, record }));
    },
    notes: {
      connections: reviews,
      list: async (session) =>
        ((await channel.ask(`/sessions/${session}/notes`)) as { notes: readonly Note[] }).notes,
      add: async (session, note) => {
        await channel.request((id) => ({ kind: 'note', id, session, ...note }));
      },
    },
    recall: (name) => kept().remembered?.[name],
    remember: (name, value) =>
      editor.setState({ ...kept(), remembered: { ...kept().remembered, [name]: value } }),
  };
  player.sessionId = place.session;
  player.recordId = place.record;
});

player.addEventListener('vg-step', (event) => {
  const { record } = (event as CustomEvent<{ readonly record?: string }>).detail;
  if (record !== undefined) editor.setState({ ...kept(), record });
});
document.body.append(player);
channel.say({ kind: 'ready' });
