import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { organisationFile, pinnedGateway } from './organisation-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'vectorgate-organisation-'));
after(() => rm(folder, { recursive: true }));
const file = async (content: string): Promise<string> => {
  const path = join(folder, 'editor.json');
  await writeFile(path, content);
  return path;
};

test('the gateway that an organisation pins', async () => {
  assert.equal(await pinnedGateway(await file('{"gateway":"https://gate.example"}')), 'https://gate.example');
  assert.equal(await pinnedGateway(join(folder, 'none.json')), undefined);
});

test('a file that is not understood is told, with its place', async () => {
  for (const content of [
    '',
    '[]',
    '{}',
    '{"gateway":""}',
    '{"gateway":1}',
    '{"gateway":"https://a","gate":"b"}',
  ])
    await assert.rejects(pinnedGateway(await file(content)), /editor\.json is not understood/, content);
});

test('each system has its place', () => {
  assert.equal(organisationFile('linux'), '/etc/vectorgate/editor.json');
  assert.match(organisationFile('darwin'), /^\/Library\//);
  assert.equal(organisationFile('win32', 'D:\\P'), 'D:\\P\\VectorGate\\editor.json');
});
