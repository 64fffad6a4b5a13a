import { type DescMessage, fromBinary, type MessageShape } from '@bufbuild/protobuf';
import {
  FacetResponseSchema,
  GetResponseSchema,
  QueryBatchResponseSchema,
  QueryGroupsResponseSchema,
  QueryResponseSchema,
  ScrollResponseSchema,
  SearchBatchResponseSchema,
  SearchResponseSchema,
} from '@qdrant/js-client-grpc';
import { type AnswerForm, answerForms } from '@vectorgate/store-messages/qdrant';
import type { HttpRequest } from '../../../../../engines/http/http-message.ts';
import { type Plain, plainFacet, plainGroup, plainId, plainRetrieved, plainScored } from './plain-answer.ts';

/** A kind of answers that hold points: its message, what REST says of it, and a request that it answers. */
export interface Kind {
  readonly name: string;
  readonly form: AnswerForm;
  readonly schema: DescMessage;
  readonly request: HttpRequest;
  /** REST's `result`. */
  readonly plain: (message: Uint8Array) => Plain;
}

const post = (path: string, body: object): HttpRequest => ({
  method: 'POST',
  path: ['collections', 'c', ...path.split('/')],
  query: [],
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify(body)),
});

const kind = <Schema extends DescMessage>(
  name: string,
  form: AnswerForm,
  schema: Schema,
  request: HttpRequest,
  result: (message: MessageShape<Schema>) => Plain,
): Kind => ({ name, form, schema, request, plain: (message) => result(fromBinary(schema, message)) });

const search = { vector: [1], limit: 3 };

export const kinds: readonly Kind[] = [
  kind('search', answerForms.search, SearchResponseSchema, post('points/search', search), ({ result }) =>
    result.map(plainScored),
  ),
  kind(
    'query',
    answerForms.query,
    QueryResponseSchema,
    post('points/query', { query: [1] }),
    ({ result }) => ({
      points: result.map(plainScored),
    }),
  ),
  kind('get', answerForms.get, GetResponseSchema, post('points', { ids: [1] }), ({ result }) =>
    result.map(plainRetrieved),
  ),
  kind(
    'scroll',
    answerForms.scroll,
    ScrollResponseSchema,
    post('points/scroll', { order_by: 'n' }),
    ({ result, nextPageOffset }) => ({
      points: result.map(plainRetrieved),
      next_page_offset: plainId(nextPageOffset),
    }),
  ),
  kind(
    'groups',
    answerForms.groups,
    QueryGroupsResponseSchema,
    post('points/query/groups', { query: [1], group_by: 'email', with_lookup: 'other' }),
    ({ result }) => ({ groups: result?.groups.map(plainGroup) ?? [] }),
  ),
  kind(
    'search batch',
    answerForms.searchBatch,
    SearchBatchResponseSchema,
    post('points/search/batch', { searches: [search, search, search] }),
    ({ result }) => result.map((batch) => batch.result.map(plainScored)),
  ),
  kind(
    'query batch',
    answerForms.queryBatch,
    QueryBatchResponseSchema,
    post('points/query/batch', { searches: [{ query: [1] }, { query: [1] }, { query: [1] }] }),
    ({ result }) => result.map((batch) => ({ points: batch.result.map(plainScored) })),
  ),
  kind('facet', answerForms.facet, FacetResponseSchema, post('facet', { key: 'email' }), ({ hits }) => ({
    hits: hits.map(plainFacet),
  })),
];
