import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';

interface YamlService {
  configure(settings: object): void;
  doValidation(document: TextDocument, isKubernetes: boolean): Promise<readonly object[]>;
}

/** Red Hat's server for YAML with our JSON Schema, in this process. @param folder where it was installed */
export async function openYamlServer(folder: string): Promise<(text: string) => Promise<readonly object[]>> {
  const require = createRequire(join(folder, 'package.json'));
  const { getLanguageService, SettingsState } = (await import(
    pathToFileURL(require.resolve('yaml-language-server')).href
  )) as {
    getLanguageService: (parts: object) => YamlService;
    SettingsState?: new () => object;
  };
  const file = new URL('../../../policy-schema/schema/policy.v1.schema.json', import.meta.url);
  const schema = JSON.parse(await readFile(file, 'utf8')) as object;
  const service = getLanguageService({
    schemaRequestService: () => Promise.reject(new Error('nothing is fetched')),
    workspaceContext: { resolveRelativePath: (path: string) => path },
    ...(SettingsState !== undefined && { yamlSettings: new SettingsState() }),
  });
  service.configure({
    validate: true,
    yamlVersion: '1.2',
    schemas: [{ uri: file.href, fileMatch: ['*.policy.yaml'], schema }],
  });
  let version = 0;
  return (text) =>
    service.doValidation(TextDocument.create('file:///bench.policy.yaml', 'yaml', ++version, text), false);
}
