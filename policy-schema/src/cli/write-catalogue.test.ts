import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { format } from '../language/index.ts';
import { readCatalogue } from './read-catalogue.ts';
import { writeCatalogue } from './write-catalogue.ts';

test('a snapshot is saved in the one style, and read as what it was', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'write-catalogue-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'vectorgate.catalogue.yaml');
  const fields = { email: { types: ['string'], records: 3 }, 'a: b': { types: ['number', 'list'] } } as const;
  await writeCatalogue(path, {
    apiVersion: 'vectorgate/v1',
    kind: 'Catalog',
    metadata: { taken: '2026-11-29T09:00:00Z' },
    spec: {
      connections: [
        {
          name: 'insights',
          collections: [
            {
              name: 'no',
              sampled: 3,
              fields: { ...fields, email: { types: ['string'], records: 3 } } as never,
            },
          ],
        },
      ],
      issuers: [{ name: 'people', groups: ['analysts', 'a, b'] }],
    },
  });
  const text = await readFile(path, 'utf8');
  assert.match(text, /email: \{ types: \[string\], records: 3 \}/);
  assert.deepEqual(format(path, text), { ok: true, text });
  const { connections, issuers } = await readCatalogue(path);
  assert.equal(connections[0]?.collections?.[0]?.fields?.length, 2);
  assert.deepEqual(issuers[0]?.groups, ['analysts', 'a, b']);
});
