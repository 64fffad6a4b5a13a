import type { ChromaOperation } from './chroma-operation.ts';
import {
  judgeCreateCollection,
  judgeDeleteCollection,
  judgeGetCollection,
  judgeGetCollectionById,
  judgeUpdateCollection,
} from './judge-collection.ts';
import { judgeAttachFunction, judgeDetachFunction, judgeFork, judgeGetFunction } from './judge-copy.ts';
import { judgeCount, judgeStatistic } from './judge-count.ts';
import { judgeDelete } from './judge-delete.ts';
import { judgeGet } from './judge-get.ts';
import { judgeGetDatabase, judgeGetTenant, judgeHandshake } from './judge-handshake.ts';
import { judgeCountCollections, judgeListCollections } from './judge-listing.ts';
import {
  judgeCreateDatabase,
  judgeCreateTenant,
  judgeDeleteDatabase,
  judgeListDatabases,
  judgeReset,
  judgeUpdateTenant,
} from './judge-place.ts';
import { judgeQuery } from './judge-query.ts';
import { judgeAdd, judgeUpdate, judgeUpsert } from './judge-write.ts';

const api = '/api/v2';
const tenant = `${api}/tenants/{tenant}`;
const database = `${tenant}/databases/{database}`;
const collections = `${database}/collections`;
const collection = `${collections}/{collection}`;

/**
 * Every route of Chroma that this gateway knows, and nothing else passes. The first group is what the server itself
 * describes in its `/openapi.json` (a test reads it from the running server and fails on one that is missing here);
 * the second is what it serves, or newer ones serve, without describing it.
 */
export const chromaOperations: readonly ChromaOperation[] = [
  { id: 'heartbeat', method: 'GET', path: `${api}/heartbeat`, classes: ['meta'], judge: judgeHandshake },
  { id: 'healthcheck', method: 'GET', path: `${api}/healthcheck`, classes: ['meta'], judge: judgeHandshake },
  { id: 'version', method: 'GET', path: `${api}/version`, classes: ['meta'], judge: judgeHandshake },
  {
    id: 'pre_flight_checks',
    method: 'GET',
    path: `${api}/pre-flight-checks`,
    classes: ['meta'],
    judge: judgeHandshake,
  },
  {
    id: 'get_user_identity',
    method: 'GET',
    path: `${api}/auth/identity`,
    classes: ['meta'],
    judge: judgeHandshake,
  },
  { id: 'get_tenant', method: 'GET', path: tenant, classes: ['meta'], judge: judgeGetTenant },
  { id: 'get_database', method: 'GET', path: database, classes: ['meta'], judge: judgeGetDatabase },

  {
    id: 'create_tenant',
    method: 'POST',
    path: `${api}/tenants`,
    classes: ['admin'],
    judge: judgeCreateTenant,
  },
  { id: 'update_tenant', method: 'PATCH', path: tenant, classes: ['admin'], judge: judgeUpdateTenant },
  {
    id: 'reset',
    method: 'POST',
    path: `${api}/reset`,
    classes: ['admin', 'schema', 'delete-bulk'],
    judge: judgeReset,
  },
  {
    id: 'list_databases',
    method: 'GET',
    path: `${tenant}/databases`,
    classes: ['meta'],
    parameters: ['limit', 'offset'],
    judge: judgeListDatabases,
  },
  {
    id: 'create_database',
    method: 'POST',
    path: `${tenant}/databases`,
    classes: ['schema'],
    judge: judgeCreateDatabase,
  },
  {
    id: 'delete_database',
    method: 'DELETE',
    path: database,
    classes: ['schema', 'delete-bulk'],
    judge: judgeDeleteDatabase,
  },

  {
    id: 'list_collections',
    method: 'GET',
    path: collections,
    classes: ['meta'],
    parameters: ['limit', 'offset'],
    judge: judgeListCollections,
  },
  {
    id: 'count_collections',
    method: 'GET',
    path: `${database}/collections_count`,
    classes: ['meta'],
    judge: judgeCountCollections,
  },
  {
    id: 'create_collection',
    method: 'POST',
    path: collections,
    classes: ['schema', 'meta'],
    judge: judgeCreateCollection,
  },
  { id: 'get_collection', method: 'GET', path: collection, classes: ['meta'], judge: judgeGetCollection },
  {
    id: 'get_collection_by_id',
    method: 'GET',
    path: `${collections}/by-id/{collection}`,
    classes: ['meta'],
    judge: judgeGetCollectionById,
  },
  {
    id: 'update_collection',
    method: 'PUT',
    path: collection,
    classes: ['schema'],
    judge: judgeUpdateCollection,
  },
  {
    id: 'delete_collection',
    method: 'DELETE',
    path: collection,
    classes: ['schema', 'delete-bulk'],
    judge: judgeDeleteCollection,
  },
  {
    id: 'fork_collection',
    method: 'POST',
    path: `${collection}/fork`,
    classes: ['schema', 'scan'],
    judge: judgeFork,
  },

  {
    id: 'collection_query',
    method: 'POST',
    path: `${collection}/query`,
    classes: ['search'],
    judge: judgeQuery,
  },
  {
    id: 'collection_get',
    method: 'POST',
    path: `${collection}/get`,
    classes: ['fetch', 'scan'],
    judge: judgeGet,
  },
  {
    id: 'collection_count',
    method: 'GET',
    path: `${collection}/count`,
    classes: ['aggregate'],
    parameters: ['read_level'],
    judge: judgeCount,
  },
  {
    id: 'indexing_status',
    method: 'GET',
    path: `${collection}/indexing_status`,
    classes: ['aggregate'],
    judge: judgeStatistic,
  },
  {
    id: 'fork_count',
    method: 'GET',
    path: `${collection}/fork_count`,
    classes: ['aggregate'],
    judge: judgeStatistic,
  },
  { id: 'collection_add', method: 'POST', path: `${collection}/add`, classes: ['upsert'], judge: judgeAdd },
  {
    id: 'collection_upsert',
    method: 'POST',
    path: `${collection}/upsert`,
    classes: ['upsert'],
    judge: judgeUpsert,
  },
  {
    id: 'collection_update',
    method: 'POST',
    path: `${collection}/update`,
    classes: ['update'],
    judge: judgeUpdate,
  },
  {
    id: 'collection_delete',
    method: 'POST',
    path: `${collection}/delete`,
    classes: ['delete', 'delete-bulk'],
    judge: judgeDelete,
  },

  {
    id: 'attach_function',
    method: 'POST',
    path: `${collection}/functions/attach`,
    classes: ['schema', 'scan'],
    judge: judgeAttachFunction,
  },
  {
    id: 'get_attached_function',
    method: 'GET',
    path: `${collection}/functions/{name}`,
    classes: ['meta'],
    judge: judgeGetFunction,
  },
  {
    id: 'detach_function',
    method: 'POST',
    path: `${collection}/attached_functions/{name}/detach`,
    classes: ['schema', 'delete-bulk'],
    judge: judgeDetachFunction,
  },
  {
    id: 'collection_search',
    method: 'POST',
    path: `${collection}/search`,
    classes: ['search'],
    judge: { refused: 'its ranking expressions are not read by this gateway.', instead: 'Use query or get.' },
  },
  {
    id: 'get_collection_by_crn',
    method: 'GET',
    path: `${api}/collections/{crn}`,
    classes: ['meta'],
    judge: {
      refused: 'a resource name does not tell tenant and database for certain.',
      instead: 'Get the collection by its name.',
    },
  },

  { id: 'openapi', method: 'GET', path: '/openapi.json', classes: ['meta'], judge: judgeHandshake },
  {
    id: 'collection_conditional_get',
    method: 'POST',
    path: `${collection}/conditional/get`,
    classes: ['fetch', 'scan'],
    judge: { refused: 'conditional reads are not read by this gateway.', instead: 'Use get.' },
  },
  {
    id: 'collection_conditional_commit',
    method: 'POST',
    path: `${collection}/conditional/commit`,
    classes: ['upsert', 'update', 'delete'],
    judge: {
      refused: 'conditional commits are not read by this gateway.',
      instead: 'Use add, upsert, update and delete.',
    },
  },
  {
    id: 'add_attached_function_input',
    method: 'POST',
    path: `${collection}/attached_functions/{name}/add_input`,
    classes: ['schema', 'scan'],
    judge: {
      refused: 'it would let a function read a further collection that the request does not name.',
      instead: 'Attach the function to that collection.',
    },
  },
];
