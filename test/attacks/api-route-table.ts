import { type ApiWorld, type Role, roles, secret, unpublished } from './api-world.ts';

export type Statuses = Readonly<Record<Role, number>>;
/** Somebody who is signed in, whoever that is; nobody and the signed-out are not. */
export const anybody = (status: number): Statuses => ({
  nobody: 401,
  owner: status,
  other: status,
  reviewer: status,
  outsider: status,
  service: status,
  namesake: status,
  ended: 401,
});
const everybody: Statuses = { ...anybody(200), nobody: 200, ended: 200 };
export const reviewers: Statuses = { ...anybody(403), reviewer: 200 };
/** The other one is a data owner. */
export const policyReaders: Statuses = { ...reviewers, other: 200 };
export const ownersAndReviewers: Statuses = { ...anybody(404), owner: 200, reviewer: 200 };

interface Row {
  /** As it stands in the served description. */
  readonly route: string;
  /** What is asked for. */
  readonly path: () => string;
  readonly statuses: Statuses;
  /** One trace, that of the owner; a caller's own alone, to reviewers everybody's; or everybody's. */
  readonly shows: 'own' | 'owner' | 'reviewed' | 'all' | 'none';
}
const row = (route: string, path: string | (() => string), statuses: Statuses, shows: Row['shows']): Row => ({
  route,
  path: typeof path === 'string' ? () => path : path,
  statuses,
  shows,
});

/** Routes that answer a post as well, and change nothing by it: what is sent along masks more of the answer. */
export const posted: readonly string[] = ['/sessions/{id}/export', '/records/export'];

/** Routes that change something; for whom, the test below says. */
export const changing: readonly string[] = [
  '/sessions/{id}/forget',
  '/sessions/{id}/notes',
  '/policy/revisions',
  '/policy/canary',
  '/policy/canary/stop',
];

/** What each role is answered by each route of a world. */
export function routeTable(worldNow: () => ApiWorld) {
  const ofOwner = (kind: 'sessions' | 'records'): string =>
    `/api/v1/${kind}/${worldNow().traceOf('owner')[kind][0]}`;

  /** Every route, at least once; a route without a row fails the test. */
  const rows: readonly Row[] = [
    row('/me', '/api/v1/me', anybody(200), 'none'),
    row('/connections', '/api/v1/connections', anybody(200), 'none'),
    row('/policy', '/api/v1/policy', anybody(200), 'none'),
    row('/policy/files', '/api/v1/policy/files', policyReaders, 'none'),
    row('/policy/revisions', '/api/v1/policy/revisions', policyReaders, 'none'),
    row('/policy/revisions', '/api/v1/policy/revisions?limit=0', anybody(400), 'none'),
    row('/policy/revisions/{id}', '/api/v1/policy/revisions/1', policyReaders, 'none'),
    row('/policy/canary', '/api/v1/policy/canary', policyReaders, 'reviewed'),
    row(
      '/policy/revisions/{id}',
      '/api/v1/policy/revisions/..%2f1',
      { ...anybody(403), other: 404, reviewer: 404 },
      'none',
    ),
    row('/policy/files', '/api/v1/policy/files?path=x', anybody(400), 'none'),
    row('/catalogue', '/api/v1/catalogue', anybody(200), 'none'),
    row('/catalogue', '/api/v1/catalogue?limit=1', anybody(200), 'none'),
    row('/catalogue', '/api/v1/catalogue?limit=0', anybody(400), 'none'),
    row('/catalogue', '/api/v1/catalogue?cursor=x', anybody(400), 'none'),
    row('/catalogue', '/api/v1/catalogue?all=1', anybody(400), 'none'),
    row('/catalogue/details', '/api/v1/catalogue/details?connection=insights', anybody(200), 'none'),
    row(
      '/catalogue/details',
      '/api/v1/catalogue/details?connection=insights&collections=*s*',
      anybody(200),
      'none',
    ),
    row('/catalogue/details', '/api/v1/catalogue/details?connection=(gateway)', anybody(404), 'none'),
    row('/catalogue/details', '/api/v1/catalogue/details?connection=__proto__', anybody(404), 'none'),
    row('/catalogue/details', '/api/v1/catalogue/details', anybody(404), 'none'),
    row('/catalogue/details', '/api/v1/catalogue/details?connection=insights&limit=21', anybody(400), 'none'),
    row('/catalogue/people', '/api/v1/catalogue/people', anybody(200), 'none'),
    row('/catalogue/people', '/api/v1/catalogue/people?all=1', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions', anybody(200), 'own'),
    row('/sessions', '/api/v1/sessions?limit=200', anybody(200), 'own'),
    row('/sessions', '/api/v1/sessions?all=1', reviewers, 'all'),
    row('/sessions', '/api/v1/sessions?all=1&limit=1', reviewers, 'all'),
    row('/sessions', '/api/v1/sessions?all=0', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?all=', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?all=1&all=1', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?all[]=1', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?ALL=1', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?subject=ana', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?issuer=people&subject=ana', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?__proto__=1', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?cursor=x', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?cursor=-1', anybody(400), 'none'),
    row('/sessions', '/api/v1/sessions?cursor=1%20OR%201=1', anybody(400), 'none'),
    row('/sessions/{id}', () => ofOwner('sessions'), ownersAndReviewers, 'owner'),
    row('/sessions/{id}', () => `${ofOwner('sessions')}?all=1`, anybody(400), 'none'),
    row('/sessions/{id}', '/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCN', anybody(404), 'none'),
    row('/sessions/{id}', '/api/v1/sessions/%27%20OR%201=1', anybody(404), 'none'),
    row('/sessions/{id}', '/api/v1/sessions/__proto__', anybody(404), 'none'),
    // Whose session it is reads nothing of what is said of it.
    row(
      '/sessions/{id}/notes',
      () => `${ofOwner('sessions')}/notes`,
      { ...anybody(404), owner: 403, reviewer: 200 },
      'owner',
    ),
    row('/sessions/{id}/notes', () => `${ofOwner('sessions')}/notes?all=1`, anybody(400), 'none'),
    row('/sessions/{id}/notes', '/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCN/notes', anybody(404), 'none'),
    row('/sessions/{id}/notes', '/api/v1/sessions/__proto__/notes', anybody(404), 'none'),
    row('/sessions/{id}/export', () => `${ofOwner('sessions')}/export`, ownersAndReviewers, 'owner'),
    row(
      '/sessions/{id}/export',
      () => `${ofOwner('sessions')}/export?bodies=all&format=jsonl`,
      ownersAndReviewers,
      'owner',
    ),
    row(
      '/sessions/{id}/export',
      () => `${ofOwner('sessions')}/export?bodies=all`,
      ownersAndReviewers,
      'owner',
    ),
    row('/sessions/{id}/export', () => `${ofOwner('sessions')}/export?all=1`, anybody(400), 'none'),
    row('/sessions/{id}/export', '/api/v1/sessions/01JD8Z6Q4MX3V7H2K9RBT5WYCN/export', anybody(404), 'none'),
    row('/records', '/api/v1/records', anybody(200), 'own'),
    row('/records', '/api/v1/records?effect=allow', anybody(200), 'own'),
    row('/records', '/api/v1/records?all=1', reviewers, 'all'),
    row('/records', '/api/v1/records?all=1&effect=deny', reviewers, 'all'),
    row('/records', '/api/v1/records?session=x', anybody(400), 'none'),
    row('/records', '/api/v1/records?effect=allow%27--', anybody(400), 'none'),
    row('/records', '/api/v1/records?cursor=1', anybody(400), 'none'),
    row('/records', '/api/v1/records?query=', anybody(200), 'own'),
    row('/records', '/api/v1/records?query=who:*', anybody(200), 'own'),
    row('/records', '/api/v1/records?query=class:read&all=1', reviewers, 'all'),
    row('/records', '/api/v1/records?query=x', anybody(400), 'none'),
    row('/records', '/api/v1/records?query=who:a&query=who:b', anybody(400), 'none'),
    row('/records/facets', '/api/v1/records/facets', anybody(200), 'own'),
    row('/records/facets', '/api/v1/records/facets?query=-who:nobody', anybody(200), 'own'),
    row('/records/facets', '/api/v1/records/facets?all=1', reviewers, 'all'),
    row('/records/facets', '/api/v1/records/facets?all=0', anybody(400), 'none'),
    row('/records/facets', '/api/v1/records/facets?cursor=1', anybody(400), 'none'),
    row('/records/summary', '/api/v1/records/summary', anybody(200), 'own'),
    row('/records/summary', '/api/v1/records/summary?query=-who:nobody', anybody(200), 'own'),
    row('/records/summary', '/api/v1/records/summary?all=1', reviewers, 'all'),
    row('/records/summary', '/api/v1/records/summary?all=0', anybody(400), 'none'),
    row('/records/asked', '/api/v1/records/asked', anybody(200), 'own'),
    row('/records/asked', '/api/v1/records/asked?query=who:*&limit=1000', anybody(200), 'own'),
    row('/records/asked', '/api/v1/records/asked?all=1', reviewers, 'all'),
    row('/records/asked', '/api/v1/records/asked?all=0', anybody(400), 'none'),
    row('/records/asked', '/api/v1/records/asked?cursor=1', anybody(400), 'none'),
    row('/records/asked', '/api/v1/records/asked?limit=1001', anybody(400), 'none'),
    row('/records/export', '/api/v1/records/export?format=csv', anybody(200), 'own'),
    row('/records/export', '/api/v1/records/export', anybody(200), 'own'),
    row('/records/export', '/api/v1/records/export?all=1&bodies=all&format=jsonl', reviewers, 'all'),
    row('/records/export', '/api/v1/records/export?all=0', anybody(400), 'none'),
    row('/records/export', '/api/v1/records/export?format=../x', anybody(400), 'none'),
    row('/records/{id}', () => ofOwner('records'), ownersAndReviewers, 'owner'),
    row('/records/{id}', () => ofOwner('records').toLowerCase(), anybody(404), 'none'),
    row('/records/{id}', '/api/v1/records/01JD8Z6Q4MX3V7H2K9RBT5WYCN', anybody(404), 'none'),
    row('/records/{id}', () => `${ofOwner('sessions').replace('sessions', 'records')}`, anybody(404), 'none'),
    row('/records/{id}/today', () => `${ofOwner('records')}/today`, ownersAndReviewers, 'owner'),
    row('/records/{id}/today', () => `${ofOwner('records')}/today?all=1`, anybody(400), 'none'),
    row('/records/{id}/today', '/api/v1/records/01JD8Z6Q4MX3V7H2K9RBT5WYCN/today', anybody(404), 'none'),
    row('/.well-known/vectorgate', '/.well-known/vectorgate', everybody, 'none'),
    row('/healthz', '/healthz', everybody, 'none'),
    row('/metrics', '/metrics', everybody, 'none'),
  ];

  /** What of other people's a text holds that this caller must not see there. */
  function foreignIn(answer: string, role: Role, shows: Row['shows']): readonly string[] {
    // What somebody wanted to look at they named themselves.
    const text = answer.replaceAll(/"reviewed":\{[^}]*\}/g, '');
    const seen: string[] = [];
    for (const other of roles) {
      const may =
        shows === 'all' ||
        (shows === 'reviewed' && role === 'reviewer') ||
        ((shows === 'own' || shows === 'reviewed') && other === role) ||
        (shows === 'owner' && other === 'owner');
      if (may) continue;
      const { sessions, records } = worldNow().traceOf(other);
      if ([...sessions, ...records].some((id) => text.includes(id))) seen.push(`a trace of ${other}`);
    }
    if (text.includes(unpublished) && policyReaders[role] !== 200) seen.push('rules that are not in force');
    if (text.includes(secret) && !(role === 'owner' && shows === 'owner')) seen.push('data');
    return seen;
  }

  return { rows, ofOwner, foreignIn };
}
