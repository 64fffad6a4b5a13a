import { request } from 'node:http';
import { bundleText, canaryType } from '@vectorgate/policy-schema/bundle';
import { policyOf, type RuleLine, reviewersLook } from '../harness/policies.ts';
import { publisherKey, sealedAs } from '../harness/policy-publishing.ts';
import { signOut } from '../harness/sign-in.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Everybody who may come to the API. `ended` had a sign-in; `namesake` is a service that calls itself Ana. */
export const roles = [
  'nobody',
  'owner',
  'other',
  'reviewer',
  'outsider',
  'service',
  'namesake',
  'ended',
] as const;
export type Role = (typeof roles)[number];

/** What a role left behind. */
export interface Trace {
  /** Ids of its sessions and records. */
  readonly sessions: readonly string[];
  readonly records: readonly string[];
}

export interface ApiWorld extends World {
  readonly tokens: Readonly<Partial<Record<Role, string>>>;
  traceOf(role: Role): Trace;
  /** Asks as a role does. */
  ask(role: Role, path: string, init?: RequestInit): Promise<Response>;
  /** As `ask`, with the path to the letter. */
  askExactly(role: Role, path: string): Promise<{ readonly status: number; readonly text: string }>;
}

/** A value that stands in the store's data alone. */
export const secret = 'ana@acme.example';

/** A rule that is in no policy in force, but beside them. */
export const unpublished = 'mail-is-hashed-soon';

const rules: readonly RuleLine[] = [
  reviewersLook(),
  [
    'people-read',
    'effect: allow, principals: { groups: [analysts, data-owners, reviewers] }, resources: { connections: [insights] }, operations: [read]',
  ],
  [
    'services-read',
    'effect: allow, principals: { issuers: [ci] }, resources: { connections: [insights] }, operations: [read]',
  ],
  [
    'mail-is-masked',
    'effect: guard, principals: { groups: [reviewers] }, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }]',
  ],
];

/** A gate that everybody used, each with a trace of their own, while a canary ran that would mask more. */
export async function startApiWorld(): Promise<ApiWorld> {
  const key = publisherKey();
  const world = await startWorld({
    policies: { main: policyOf(...rules) },
    root: `policy:
  publishers:
    services: ["ci:release"]
    keys:
      - { id: pipeline, publicKey: "${key.publicKey}" }
`,
  });
  const release = await world.workload('release');
  const { change, publishing } = (await (await world.api(release, '/api/v1/policy')).json()) as {
    change: { revision: number; digest: string };
    publishing: { gateway: string };
  };
  const canary = bundleText({
    v: 1,
    gateway: publishing.gateway,
    revision: change.revision + 1,
    base: { revision: change.revision, digest: change.digest },
    created: '2026-11-29T09:00:00.000Z',
    author: 'Release',
    files: [
      {
        path: 'main.policy.yaml',
        text: policyOf(...rules, [
          unpublished,
          'effect: guard, resources: { collections: [cases] }, mask: [{ fields: [email], method: hash }]',
        ]),
      },
    ],
  });
  const started = await fetch(`${world.controlUrl}/api/v1/policy/canary`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${release}` },
    body: JSON.stringify(sealedAs(canaryType, canary, key)),
  });
  if (!started.ok) throw new Error(await started.text());
  const id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['1'],
    embeddings: [[1, 0]],
    metadatas: [{ email: secret }],
  });
  const signedIn = async (login: string): Promise<string> => (await world.signIn(login)).accessToken;
  const out = await world.signIn('omar');
  const tokens: Partial<Record<Role, string>> = {
    owner: await signedIn('ana'),
    other: await signedIn('omar'),
    reviewer: await signedIn('rita'),
    outsider: await signedIn('ola'),
    service: await world.workload('ingest', { groups: ['reviewers'] }),
    namesake: await world.workload('ana', { groups: ['reviewers', 'analysts'], name: 'Ana Ruiz' }),
    ended: out.accessToken,
  };
  const ask = (role: Role, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${world.controlUrl}${path}`, {
      ...init,
      redirect: 'manual',
      headers: {
        ...(tokens[role] !== undefined && { authorization: `Bearer ${tokens[role]}` }),
        ...init.headers,
      },
    });
  for (const role of roles) {
    if (tokens[role] === undefined || role === 'ended') continue;
    for (let i = 0; i < 2; i++)
      await (await world.call(tokens[role], 'POST', `${collections}/${id}/get`, { limit: 1 })).arrayBuffer();
  }
  await signOut(world.controlUrl, out.refreshToken);
  const list = async (role: Role, path: string): Promise<readonly { readonly id: string }[]> => {
    const body = (await (await ask(role, path)).json()) as Record<string, readonly { readonly id: string }[]>;
    return body.sessions ?? body.records ?? [];
  };
  const traces = new Map<Role, Trace>();
  for (const role of roles) {
    const ids = async (path: string): Promise<string[]> => (await list(role, path)).map((item) => item.id);
    traces.set(role, {
      sessions: await ids('/api/v1/sessions'),
      records: await ids('/api/v1/records'),
    });
  }
  const askExactly: ApiWorld['askExactly'] = (role, path) =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(world.controlUrl);
      const headers = tokens[role] === undefined ? {} : { authorization: `Bearer ${tokens[role]}` };
      request({ hostname, port, path, headers }, async (res) => {
        let text = '';
        for await (const chunk of res) text += String(chunk);
        resolve({ status: res.statusCode ?? 0, text });
      })
        .on('error', reject)
        .end();
    });
  return {
    ...world,
    tokens,
    ask,
    askExactly,
    traceOf: (role) => traces.get(role) ?? { sessions: [], records: [] },
  };
}
