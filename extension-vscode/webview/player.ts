import type { SavedSearches } from '@vectorgate/policy-schema/records-query';
import { defineReplayElements, type ReplayHost } from '@vectorgate/replay-ui';
import { gatewayRecords, type Note, type TodayAnswer } from '@vectorgate/replay-ui/host';
import { keepable } from '../src/sessions/keepable.ts';
import type { ShownPlace } from '../src/sessions/player-messages.ts';
import { editorTheme, onEditorTheme } from './editor-theme.ts';
import { type EditorApi, ExtensionChannel } from './extension-channel.ts';
import { PageSandbox } from './page-sandbox.ts';

declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();
defineReplayElements();
/** One of the two is shown: a session, or what a query finds with the player beside it. */
const player = document.createElement('vg-player');
const replay = document.createElement('vg-replay');
// The page holds nothing else.
for (const element of [player, replay]) element.role = 'main';

interface Kept {
  readonly session?: string;
  readonly record?: string | undefined;
  /** The session that it is compared with. */
  readonly compared?: string | undefined;
  /** Where records are looked through: then the session, if any, is the one beside them. */
  readonly query?: string;
  readonly remembered?: Readonly<Record<string, unknown>>;
}
const kept = (): Kept => (editor.getState() as Kept | undefined) ?? {};
const keep = (more: Kept): void => editor.setState(keepable({ ...kept(), ...more }));

let linkTo = (_session: string, _record: string): string => '';

/** Goes to a place of what is shown already. */
function go(place: ShownPlace): void {
  // What is gone to by a property tells no step: else an older place stood there again after a reload.
  if ('query' in place) {
    replay.query = place.query;
    keep({ query: place.query });
  } else if (place.record !== undefined) {
    player.recordId = place.record;
    keep({ record: place.record });
  }
}

const sandbox = new PageSandbox((message) => channel.say(message));
const channel = new ExtensionChannel(editor, (message) => {
  if (message.kind === 'sandbox') return sandbox.hear(message);
  if (message.kind === 'go') return go(message.place);
  if (message.kind === 'choose-other') return player.chooseOther();
  if (message.kind === 'copy-link') {
    const { sessionId, recordId } = player.isConnected ? player : replay;
    if (sessionId !== undefined && recordId !== undefined)
      channel.say({ kind: 'copy', text: linkTo(sessionId, recordId) });
    return;
  }
  if (message.kind === 'export-shown') {
    for (const shown of [player, replay]) if (shown.isConnected) void shown.exportShown();
    return;
  }
  const { place, reviewer, reviews, source, link } = message;
  for (const one of message.sandboxes) sandbox.hear(one);
  linkTo = (session, record) => `${link}${session}?step=${record}`;
  const host: ReplayHost = {
    ...gatewayRecords(channel.ask, reviewer),
    source,
    theme: editorTheme(),
    onThemeChange: onEditorTheme,
    copy: async (text) => channel.say({ kind: 'copy', text }),
    openRule: ({ file, line }) => channel.say({ kind: 'open-rule', file, line }),
    linkTo,
    sandbox,
    exportRecords: async (of) => {
      await channel.request((id) => ({ kind: 'export', id, of }));
    },
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
    searches: {
      list: async () => (await channel.request((id) => ({ kind: 'searches', id }))) as SavedSearches,
      keep: async (name, query) => {
        await channel.request((id) => ({ kind: 'keep-search', id, name, query }));
      },
      drop: async (name) => {
        await channel.request((id) => ({ kind: 'drop-search', id, name }));
      },
    },
    recall: (name) => kept().remembered?.[name],
    remember: (name, value) => {
      keep({ remembered: { ...kept().remembered, [name]: value } });
      if (name === 'sessions' && replay.isConnected)
        keep({ query: (value as { readonly query: string }).query });
    },
  };
  const before = kept();
  // The page loads again with its window, and when its panel is moved: then it is where it was.
  const again = ('query' in place ? before.query !== undefined : before.session === place.session)
    ? before
    : undefined;
  // After a reload of the window the extension knows the place by what is kept here.
  keep({ ...place, ...again });
  if ('query' in place) {
    replay.query = again?.query ?? place.query;
    replay.sessionId = again?.session;
    replay.recordId = again?.record;
    replay.host = host;
    document.body.append(replay);
    if (again?.compared !== undefined) replay.compareWith(again.compared);
    return;
  }
  player.host = {
    ...host,
    openSession: (session, record) =>
      channel.say({ kind: 'open-session', session, ...(record !== undefined && { record }) }),
  };
  player.sessionId = place.session;
  player.recordId = again?.record ?? place.record;
  if (again?.compared !== undefined) player.compareWith(again.compared);
  document.body.append(player);
});

for (const shown of [player, replay]) {
  shown.addEventListener('vg-step', (event) => {
    const { record } = (event as CustomEvent<{ readonly record?: string }>).detail;
    if (record !== undefined) keep({ record });
  });
  shown.addEventListener('vg-compared', (event) => {
    keep({ compared: (event as CustomEvent<{ readonly session?: string }>).detail.session });
  });
}
replay.addEventListener('vg-open', (event) => {
  const { session, record } = (event as CustomEvent<{ readonly session: string; readonly record?: string }>)
    .detail;
  keep({ session, record });
});
channel.say({ kind: 'ready' });
