import { defineReplayElements } from '@vectorgate/replay-ui';
import { ArchiveLine, type ArchivePort } from '@vectorgate/replay-ui/archive';
import type { FromArchivePage, ToArchivePage } from '../src/archives/archive-messages.ts';
import { keepable } from '../src/sessions/keepable.ts';
import { editorTheme, onEditorTheme } from './editor-theme.ts';
import type { EditorApi } from './extension-channel.ts';
import { PageSandbox } from './page-sandbox.ts';

declare function acquireVsCodeApi(): EditorApi;

const editor = acquireVsCodeApi();
const say = (message: FromArchivePage): void => editor.postMessage(message);
defineReplayElements();
const archive = document.createElement('vg-archive');
// The page holds nothing else.
archive.role = 'main';

type Kept = Readonly<Record<string, unknown>>;
const kept = (): Kept => (editor.getState() as Kept | undefined) ?? {};

const sandbox = new PageSandbox(say);
let hear: ((message: Exclude<ToArchivePage, { readonly kind: 'begin' | 'sandbox' }>) => void) | undefined;

/** The way to the thread of this file; one at a time. */
const port = (): ArchivePort => ({
  post: (request) => say({ kind: 'request', request }),
  listen: (heard, ended) => {
    hear = (message) => (message.kind === 'reply' ? heard(message.reply) : ended(message.why));
  },
  close: () => say({ kind: 'close' }),
});

addEventListener('message', ({ data }: MessageEvent<ToArchivePage>) => {
  if (data.kind === 'sandbox') {
    sandbox.hear(data);
    return;
  }
  if (data.kind !== 'begin') {
    hear?.(data);
    return;
  }
  document.title = data.name;
  const knownKeys = [...data.knownKeys];
  for (const one of data.sandboxes ?? []) sandbox.hear(one);
  archive.environment = {
    name: data.name,
    theme: editorTheme(),
    onThemeChange: onEditorTheme,
    connect: () => new ArchiveLine(port()),
    copy: async (text) => say({ kind: 'copy', text }),
    knownKeys,
    ...(data.sandboxes !== undefined && { sandbox }),
    keepKey: (key) => {
      knownKeys.push(key);
      say({ kind: 'keep-key', key });
    },
    recall: (name) => kept()[name],
    remember: (name, value) => editor.setState(keepable({ ...kept(), [name]: value })),
  };
});
document.body.append(archive);
say({ kind: 'ready' });
