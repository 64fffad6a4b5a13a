import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { policyTest } from '@vectorgate/policy-schema/cli';
import { writeConfiguration } from '../environment/write-configuration.ts';
import { policyFolder } from '../places.ts';

test("the demo's policy does what its tests say, under the demo's configuration, and they meet every rule", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-policy-'));
  try {
    const config = await writeConfiguration({
      folder,
      ports: { data: 1, control: 2, provider: 3, workloads: 4 },
      store: { kind: 'chroma', knownAs: 'localhost:8000' },
      running: { url: 'http://127.0.0.1:8000' },
      policies: policyFolder,
      clientSecret: 'secret',
    });
    let said = '';
    const say = (text: string): void => {
      said += text;
    };
    const code = await policyTest([policyFolder, '--config', config, '--min-coverage', '100'], {
      out: say,
      err: say,
    });
    assert.equal(code, 0, said);
  } finally {
    await rm(folder, { recursive: true });
  }
});
