import type { Attack } from '../attack-table.ts';
import { cases, point, vector } from './hiding-world.ts';
import type { Tries } from './tries.ts';

/** Ways to change what lies outside. */
export function changingAttacks({ refused, refusedToo, changes }: Tries): Attack[] {
  const other = { key: 'tenant', match: { value: 'globex' } };
  return [
    changes('upsert over another’s point', 'PUT', `${cases}/points?wait=true`, {
      points: [{ id: 2, vector, payload: { tenant: 'acme', n: 9 } }],
    }),
    changes('upsert into another tenant', 'PUT', `${cases}/points?wait=true`, {
      points: [{ id: 4, vector, payload: { tenant: 'globex', n: 9 } }],
    }),
    changes('upsert with a filter of one’s own', 'PUT', `${cases}/points?wait=true`, {
      points: [{ id: 2, vector, payload: { tenant: 'acme' } }],
      update_filter: { must: [other] },
    }),
    changes('upsert as a batch', 'PUT', `${cases}/points?wait=true`, {
      batch: { ids: [2], vectors: [vector], payloads: [{ tenant: 'acme' }] },
    }),
    changes('new vectors', 'PUT', `${cases}/points/vectors?wait=true`, {
      points: [{ id: 2, vector: [9, 9, 9] }],
    }),
    changes('no vectors', 'POST', `${cases}/points/vectors/delete?wait=true`, {
      points: [2],
      vector: [''],
    }),
    changes('set payload', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { n: 99 },
      points: [2],
    }),
    changes('set payload by filter', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { n: 99 },
      filter: { must: [other] },
    }),
    changes('set payload by an empty filter', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { n: 99 },
      filter: {},
    }),
    changes('overwrite payload', 'PUT', `${cases}/points/payload?wait=true`, {
      payload: { tenant: 'acme' },
      points: [2],
    }),
    changes('delete payload', 'POST', `${cases}/points/payload/delete?wait=true`, {
      keys: ['n'],
      points: [2],
    }),
    changes('clear payload', 'POST', `${cases}/points/payload/clear?wait=true`, { points: [2] }),
    changes('delete by id', 'POST', `${cases}/points/delete?wait=true`, { points: [2] }),
    changes('delete by filter', 'POST', `${cases}/points/delete?wait=true`, { filter: { must: [other] } }),
    changes('delete by an empty filter', 'POST', `${cases}/points/delete?wait=true`, { filter: {} }),
    changes('a delete among others', 'POST', `${cases}/points/batch?wait=true`, {
      operations: [
        { upsert: { points: [point(1, 'acme')] } },
        { delete: { points: [2] } },
        { set_payload: { payload: { n: 1 }, points: [4] } },
      ],
    }),
    changes('a delete by two selections', 'POST', `${cases}/points/delete?wait=true`, {
      points: [1],
      filter: { must: [other] },
    }),
    refusedToo('her own point, whole, into another tenant', 'PUT', `${cases}/points?wait=true`, {
      points: [{ id: 1, vector, payload: { tenant: 'globex' } }],
    }),
    refusedToo('a new point without a tenant', 'PUT', `${cases}/points?wait=true`, {
      points: [{ id: 77, vector, payload: {} }],
    }),
    refusedToo('one good point and one that is not', 'PUT', `${cases}/points?wait=true`, {
      points: [point(1, 'acme'), { id: 78, vector, payload: { tenant: 'globex' } }],
    }),
    refusedToo('a tenant below a key', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { x: 'acme' },
      key: 'tenant',
      points: [1],
    }),
    refusedToo('no payload at all', 'POST', `${cases}/points/payload/clear?wait=true`, { points: [1] }),
    refusedToo('her own point into another tenant', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { tenant: 'globex' },
      points: [1],
    }),
    refusedToo('the same in two tenants', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { tenant: ['acme', 'globex'] },
      points: [1],
    }),
    refusedToo('the same without a tenant', 'POST', `${cases}/points/payload/delete?wait=true`, {
      keys: ['tenant'],
      points: [1],
    }),
    refused('a masked field', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { email: 'x' },
      points: [1],
    }),
    refused('the text', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { document: 'x' },
      points: [1],
    }),
    refused('below a masked field’s parent', 'POST', `${cases}/points/payload?wait=true`, {
      payload: { street: 'x' },
      key: 'address',
      points: [1],
    }),
    refused('an alias for a collection that is closed', 'POST', '/collections/aliases', {
      actions: [{ create_alias: { collection_name: 'secret', alias_name: 'docs2' } }],
    }),
    refused('an alias for a collection that is open', 'POST', '/collections/aliases', {
      actions: [{ create_alias: { collection_name: 'cases', alias_name: 'free' } }],
    }),
    refused('a collection', 'PUT', '/collections/mine', { vectors: { size: 3, distance: 'Dot' } }),
    refused('a collection out of another', 'PUT', '/collections/mine', {
      vectors: { size: 3, distance: 'Dot' },
      init_from: { collection: 'secret' },
    }),
    refused('no collection any more', 'DELETE', cases),
    refused('an index', 'PUT', `${cases}/index`, { field_name: 'marker', field_schema: 'keyword' }),
  ];
}
