import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { chromaPython, startChroma } from '../../../gateway/src/protocols/chroma/testing/chroma-server.ts';
import {
  type GovernedChroma,
  governChroma,
} from '../../../gateway/src/protocols/chroma/testing/governed-chroma.ts';

const policy = `
apiVersion: vectorgate/v1
kind: Policy
metadata: { name: test, owner: data-governance, contact: "#data-governance" }
spec:
  rules:
    - id: analysts-read
      effect: allow
      principals: { groups: [analysts] }
      resources: { connections: [insights], tenants: [default_tenant], collections: ["customer-*", "product-*"] }
      operations: [read]
      limits: { topK: 50, page: 100 }
    - id: owners
      effect: allow
      principals: { groups: [data-owners] }
      resources: { connections: [insights] }
      operations: [read, write, schema, delete-bulk, meta, admin]
    - id: cleaners
      effect: allow
      principals: { subjects: [cleaner] }
      resources: { connections: [insights], tenants: [default_tenant] }
      operations: [delete, delete-bulk]
    - id: own-tenant
      effect: guard
      principals: { groups: [analysts], subjects: [cleaner] }
      resources: { collections: ["customer-*"] }
      require: { filter: { tenant: { claim: tenant } } }
    - id: masked
      effect: guard
      principals: { groups: [analysts] }
      resources: { collections: ["customer-*"] }
      mask:
        - { fields: [email], method: partial, keepLast: 4 }
        - { fields: [phone], method: hash }
        - { fields: [note], method: drop }
        - { fields: [$document], detectors: [email, phone, credit-card, iban], method: redact }
        - { fields: [$uri], method: redact }
        - { fields: [$vector], method: drop }
`;

const records = {
  ids: ['1', '2', '3'],
  embeddings: [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  documents: ['mail ana@acme.com\nor call +41 79 123 45 69', 'card 4111 1111 1111 1111', 'plain "text"'],
  metadatas: [
    { tenant: 'acme', email: 'ana.ruiz@acme.com', phone: '+1 415 555 0100', note: 'x', n: 1, big: '@BIG@' },
    { tenant: 'globex', email: 'x@y.zz', n: 2 },
    { tenant: 'acme', n: 3 },
  ],
  uris: ['file:///1', null, null],
};

let chroma: Awaited<ReturnType<typeof startChroma>>;
let gate: GovernedChroma;
let foreign: string;

before(async () => {
  chroma = await startChroma();
  const post = async (path: string, body: unknown): Promise<{ id: string }> => {
    const text = JSON.stringify(body).replace('"@BIG@"', '9007199254740993');
    const response = await fetch(`${chroma.url}/api/v2/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
    });
    assert.ok(response.ok, await response.clone().text());
    return (await response.json()) as { id: string };
  };
  const own = 'tenants/default_tenant/databases/default_database/collections';
  for (const name of ['customer-cases', 'product-docs', 'secret']) {
    const { id } = await post(own, { name });
    await post(`${own}/${id}/add`, records);
  }
  await post('tenants', { name: 'globex-eu' });
  await post('tenants/globex-eu/databases', { name: 'default_database' });
  const theirs = 'tenants/globex-eu/databases/default_database/collections';
  foreign = (await post(theirs, { name: 'customer-cases' })).id;
  await post(`${theirs}/${foreign}/add`, records);
  gate = await governChroma(chroma.url, policy);
});
after(async () => {
  await gate.close();
  await chroma.close();
});

interface Seen {
  readonly name: string;
  readonly value?: unknown;
  readonly error?: string;
  readonly text?: string;
}

test('what a person sees of the real server through the real client', async () => {
  const { stdout } = await promisify(execFile)(chromaPython(), [
    `${import.meta.dirname}/client_session.py`,
    gate.url,
  ]);
  const seen = new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => {
        const one = JSON.parse(line) as Seen;
        return [one.name, one] as const;
      }),
  );
  const value = (name: string): unknown => {
    const one = seen.get(name);
    assert.equal(one?.error, undefined, `${name}: ${one?.text}`);
    return one?.value;
  };
  const refused = (name: string, error: string, start: RegExp): void => {
    const one = seen.get(name);
    assert.equal(one?.error, error, JSON.stringify(one));
    assert.match(one?.text ?? '', start);
    assert.equal(one?.text?.split('\n').length, 2, 'two lines');
    seen.delete(name);
  };

  refused('signed out', 'ChromaAuthError', /^VectorGate: you are not signed in/);
  refused('no permit', 'ChromaAuthError', /^VectorGate: /);
  refused('foreign tenant', 'ChromaAuthError', /^VectorGate: /);
  assert.deepEqual(value('list'), [['customer-cases', 'product-docs'], 2, 1, 0]);
  assert.deepEqual(value('list whole'), [['customer-cases', 'product-docs', 'secret'], 3]);
  refused('describe refused', 'ChromaAuthError', /^VectorGate: /);

  const hidden = {
    document: 'mail «email»\nor call «phone»',
    metadata: { tenant: 'acme', email: '•••••••••••••.com', n: 1 },
  };
  const query = value('query') as Record<string, unknown[][] | null>;
  assert.deepEqual(
    [query.ids, query.documents, query.uris, query.distances],
    [[['1']], [[hidden.document]], [['«redacted»']], [[0]]],
  );
  assert.equal(query.embeddings, null);
  const { phone, big, ...metadata } = query.metadatas![0]![0] as Record<string, unknown>;
  assert.deepEqual(metadata, hidden.metadata);
  assert.match(String(phone), /^«hash:[0-9a-f]{16}»$/);
  assert.equal(String(big), String(Number('9007199254740993')));
  assert.deepEqual(value('query two'), [
    ['1', '3'],
    ['1', '3'],
  ]);
  assert.deepEqual(value('query own filter'), ['1']);
  refused('query too many', 'ChromaAuthError', /n_results 1000 is above your limit of 50/);
  assert.deepEqual(value('get ids'), ['1', '3']);
  refused('get all', 'ChromaAuthError', /limit/);
  const page = value('get page') as Record<string, unknown[] | null>;
  assert.deepEqual([page.ids, page.documents, page.embeddings], [['1'], [hidden.document], null]);
  assert.deepEqual(value('peek'), ['1', '3']);
  assert.equal(value('count'), 2);
  assert.equal(value('count whole'), 3);
  refused('filter masked', 'ChromaAuthError', /email is masked/);
  refused('filter text', 'ChromaAuthError', /document is masked/);
  refused('filter text by its stored key', 'ChromaAuthError', /document is masked/);
  assert.equal(value('get_or_create'), 'customer-cases');
  refused('get_or_create new', 'ChromaAuthError', /^VectorGate: /);
  refused('upsert', 'ChromaAuthError', /^VectorGate: /);
  refused('delete', 'ChromaAuthError', /^VectorGate: /);
  const whole = value('whole') as Record<string, unknown[]>;
  assert.deepEqual(
    [whole.documents, whole.embeddings, whole.uris],
    [[records.documents[0]], [[1, 0]], [records.uris[0]]],
  );
  refused('marks written', 'ChromaAuthError', /redaction marks/);
  assert.deepEqual(
    [seen.get('missing')?.error, seen.get('missing')?.text],
    ['NotFoundError', 'Collection [missing] does not exist'],
  );
  refused('search', 'InvalidArgumentError', /not forwarded/);
  // The cleaner is bound to one tenant: by id and in bulk, other tenants' records stay.
  assert.deepEqual(value('cleaner'), { deleted: 1 });
  assert.deepEqual(value('left'), ['1', '2']);
  assert.deepEqual(value('cleaner in bulk'), { deleted: 1 });
  assert.deepEqual(value('left in bulk'), ['2']);
});

test('a collection id of another tenant opens nothing, under whatever path', async () => {
  const call = async (who: string, path: string, body?: string): Promise<[number, string]> => {
    const response = await fetch(`${gate.url}/api/v2/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'vectorgate-token': who, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    });
    return [response.status, ((await response.json()) as { error: string }).error];
  };
  const sent = gate.forwarded.length;
  const own = `tenants/default_tenant/databases/default_database/collections/${foreign}`;
  const theirs = `tenants/globex-eu/databases/default_database/collections/${foreign}`;
  // The store itself serves it under any path.
  assert.equal((await fetch(`${chroma.url}/api/v2/${own}/count`)).status, 200);
  for (const who of ['ana', 'omar']) {
    assert.deepEqual(await call(who, `${own}/get`, '{"limit":1}'), [404, 'NotFoundError']);
    assert.deepEqual(await call(who, `${own}/count`), [404, 'NotFoundError']);
    assert.deepEqual(
      await call(who, `tenants/default_tenant/databases/default_database/collections/by-id/${foreign}`),
      [404, 'NotFoundError'],
    );
  }
  assert.deepEqual(await call('ana', `${theirs}/get`, '{"limit":1}'), [403, 'AuthError']);
  for (const spelling of [foreign.toUpperCase(), foreign.replaceAll('-', ''), `urn:uuid:${foreign}`]) {
    assert.deepEqual(await call('ana', `${own.replace(foreign, spelling)}/count`), [
      400,
      'InvalidArgumentError',
    ]);
  }
  // Nothing went on but the gate's own questions which collection this is.
  for (const line of gate.forwarded.slice(sent))
    assert.match(line, /^GET .*\/collections\/by-id\/[0-9a-f-]{36} $/);
});

test('a watched connection forwards the caller’s very bytes, whatever policy says', async () => {
  const watched = await governChroma(chroma.url, policy, 'monitor');
  try {
    const body = '{ "limit" : 2 , "where":{"email":"x"} }';
    const { id } = (await (
      await fetch(
        `${chroma.url}/api/v2/tenants/default_tenant/databases/default_database/collections/product-docs`,
      )
    ).json()) as { id: string };
    const path = `/api/v2/tenants/default_tenant/databases/default_database/collections/${id}/get`;
    const response = await fetch(watched.url + path, {
      method: 'POST',
      headers: { 'vectorgate-token': 'ola', 'content-type': 'application/json' },
      body,
    });
    assert.equal(response.status, 200);
    assert.equal(watched.forwarded.at(-1), `POST ${path} ${body}`);
  } finally {
    await watched.close();
  }
});
