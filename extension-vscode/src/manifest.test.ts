import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

interface Manifest {
  readonly enabledApiProposals?: unknown;
  readonly extensionKind: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: unknown } };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly icon?: string;
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}
interface Setting {
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}

const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as Manifest;

test('no proposed API: a workbench in the browser would let us use it, every other one would not', () => {
  assert.equal(manifest.enabledApiProposals, undefined);
});

test('it runs where the kernels run, and says what it does in a folder that is not trusted', () => {
  assert.deepEqual(manifest.extensionKind, ['workspace']);
  assert.notEqual(manifest.capabilities.untrustedWorkspaces.supported, undefined);
});

test('every setting says what it is and who may set it; every command has a title of its own', () => {
  const { commands, configuration } = manifest.contributes;
  for (const [name, { scope, description, markdownDescription }] of Object.entries(
    configuration.properties,
  )) {
    assert.match(scope ?? '', /^(machine|machine-overridable|window|resource|application)$/, name);
    assert.match(description ?? markdownDescription ?? '', /\w/, name);
  }
  assert.equal(new Set(commands.map(({ title }) => title)).size, commands.length);
});
