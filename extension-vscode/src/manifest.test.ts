import assert from 'node:assert/strict';
import { access, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { catalogueLanguage, policyLanguage, policyTestLanguage } from './policies/policy-language.ts';

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
    readonly languages: readonly {
      readonly id: string;
      readonly extensions: readonly string[];
      readonly icon: { readonly light: string; readonly dark: string };
    }[];
    readonly grammars: readonly { readonly language: string }[];
    readonly jsonValidation: readonly Validation[];
    readonly yamlValidation: readonly Validation[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}
/** Names of files and the schema that checks them; the extension for YAML takes one pattern each. */
interface Validation {
  readonly fileMatch: string;
  readonly url: string;
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

test('each language of ours has an icon, and a schema for whoever has its files as plain YAML or JSON', async () => {
  const { languages, jsonValidation, yamlValidation, grammars } = manifest.contributes;
  const there = (path: string): Promise<unknown> => access(new URL(`../${path}`, import.meta.url));
  for (const { icon } of languages) await Promise.all([there(icon.light), there(icon.dark)]);
  const ours = languages.filter(({ id }) => grammars.some(({ language }) => language === id));
  assert.deepEqual(
    ours.map(({ id }) => id),
    [policyLanguage, policyTestLanguage, catalogueLanguage],
  );
  const schemas = new URL('../../policy-schema/schema/', import.meta.url);
  const matched: string[] = [];
  for (const { fileMatch, url } of [...jsonValidation, ...yamlValidation]) {
    const { $schema, properties } = JSON.parse(
      await readFile(new URL(url.replace('./schema/', ''), schemas), 'utf8'),
    ) as { $schema: string; properties: object };
    // The editor's own checks of JSON, and the extension for YAML, know this draft best.
    assert.match($schema, /draft-07/);
    assert.ok('spec' in properties, url);
    matched.push(fileMatch);
  }
  assert.deepEqual(
    matched.sort(),
    ours.flatMap(({ extensions }) => extensions.map((one) => `*${one}`)).sort(),
  );
});
