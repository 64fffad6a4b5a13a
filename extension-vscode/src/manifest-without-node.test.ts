import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { commandsInBrowser } from '../web/commands-in-browser.ts';

interface Shown {
  readonly command?: string;
  readonly when?: string;
}
interface Manifest {
  readonly browser: string;
  readonly extensionKind: readonly string[];
  readonly capabilities: { readonly virtualWorkspaces: { readonly supported: unknown } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly Shown[]>>;
    readonly views: { readonly vectorgate: readonly (Shown & { readonly id: string })[] };
    readonly walkthroughs: readonly Shown[];
  };
}

const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;
const { commands, menus, views, walkthroughs } = manifest.contributes;

/** Of these keys each is set by the extension in Node alone, or stands for something that it alone makes. */
const needsNode =
  /^(vectorgate\.(configured|signedIn|signedOut|sessionsSearched|known|latestKnown)|false|!vectorgate\.withoutNode|activeWebviewPanelId == 'vectorgate\.session'|view(Item)? == vectorgate\.\w+)$/;
/** Whether a condition holds in Node only: one of its parts, which all must hold, does. */
const isForNode = (when: string | undefined): boolean =>
  (when ?? '').split(' && ').some((part) => needsNode.test(part));
const isThere = (command: string): boolean =>
  commandsInBrowser.some((name) => command === `vectorgate.${name}`);

test('without Node no command is offered that is not there', () => {
  const palette = new Map((menus.commandPalette ?? []).map(({ command, when }) => [command, when]));
  for (const { command } of commands)
    assert.notEqual(isForNode(palette.get(command)), isThere(command), `the palette offers ${command}`);
  for (const [menu, items] of Object.entries(menus))
    for (const { command = '', when } of items)
      assert.ok(isThere(command) || isForNode(when), `${menu} offers ${command} without Node`);
});

test('without Node there is no view, no walkthrough', () => {
  for (const { id, when } of views.vectorgate) assert.ok(isForNode(when), id);
  for (const { when } of walkthroughs) assert.ok(isForNode(when));
});

test('where a machine is behind the browser, it runs there; it takes files from anywhere, and says what it then leaves out', () => {
  assert.equal(manifest.browser, './dist/extension.web.js');
  assert.deepEqual(manifest.extensionKind, ['workspace']);
  assert.equal(manifest.capabilities.virtualWorkspaces.supported, 'limited');
});
