import type { Target } from '@vectorgate/policy-schema';
import { readJson } from '../../json/read-json.ts';
import { stringText } from '../../json/string-text.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { ownRequest } from '../own-request.ts';
import { textsOf } from '../texts-of.ts';
import type { ChromaCall, ChromaJudge, ChromaJudged } from './chroma-operation.ts';
import type { BoundCollection } from './collection-cache.ts';
import { judged, operationOf, passOnSchemaChange, refuseBody, refuseFilter } from './judged.ts';
import { RequestBody } from './request-body.ts';
import { resolveCollection } from './resolve-collection.ts';
import { collectionTarget, resolvedTarget } from './targets.ts';
import { malformed } from './unreadable.ts';
import { vectorFields } from './vector-fields.ts';

/** A copy reads all of one collection into another: both are targets, and no guard is shed on the way. */
function copy(call: ChromaCall, body: RequestBody, from: BoundCollection, to: string): ChromaJudged {
  const target = collectionTarget({ ...from, name: to });
  return judged(call, {
    operation: operationOf(call, {
      classes: ['schema', 'scan'],
      targets: [resolvedTarget(from), target],
      page: { value: Number.POSITIVE_INFINITY, name: 'the whole collection', given: false },
      references: [{ field: 'all', use: 'copy' }],
      renamesTo: target,
    }),
    texts: () => textsOf(body.document, vectorFields),
    forward: (obligations) => {
      refuseFilter(call, obligations);
      return passOnSchemaChange(call, obligations);
    },
  });
}

/** Forking a collection under a new name. */
export const judgeFork: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, ['new_name']);
  const to = body.string('new_name');
  if (to === undefined) throw malformed('new_name', 'a text');
  return copy(call, body, await resolveCollection(call), to);
};

/** A function that writes what it makes of one collection into another, now and whenever records are added. */
export const judgeAttachFunction: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, ['name', 'function_id', 'output_collection', 'params']);
  for (const field of ['name', 'function_id'])
    if (body.string(field) === undefined) throw malformed(field, 'a text');
  const to = body.string('output_collection');
  if (to === undefined) throw malformed('output_collection', 'a text');
  return copy(call, body, await resolveCollection(call), to);
};

/** Describing an attached function names its output collection: no permit implies it. */
export const judgeGetFunction: ChromaJudge = async (call) => {
  refuseBody(call);
  const collection = await resolveCollection(call);
  return judged(call, {
    operation: operationOf(call, { classes: ['meta'], targets: [resolvedTarget(collection)] }),
  });
};

/** Asks the store which collection an attached function writes to; undefined when there is no such function. */
async function outputOf(call: ChromaCall, collection: BoundCollection): Promise<Target | undefined> {
  const path = [...call.request.path.slice(0, -3), 'functions', call.params.name!];
  const response = await call.context.ask(ownRequest('GET', path));
  const answer = response.status === 200 ? readJson(response.body) : undefined;
  const attached =
    answer?.root.kind === 'object' ? answer.root.members.get('attached_function')?.value : undefined;
  const output = attached?.kind === 'object' ? attached.members.get('output_collection')?.value : undefined;
  if (answer === undefined || output?.kind !== 'string') return undefined;
  return resolvedTarget({ ...collection, name: stringText(answer.bytes, output) });
}

const noSuchFunction = (): Refusal =>
  new Refusal('not-found', 'function-unknown', 'there is no such attached function.', 'Check its name.');

/** Detaching a function; with `delete_output` its output collection is dropped too. */
export const judgeDetachFunction: ChromaJudge = async (call) => {
  const body = new RequestBody(call.request, ['delete_output']);
  const drops = body.boolean('delete_output') === true;
  const collection = await resolveCollection(call);
  const output = drops ? await outputOf(call, collection) : undefined;
  return judged(call, {
    operation: operationOf(call, {
      classes: drops ? ['schema', 'delete-bulk'] : ['schema'],
      targets: [resolvedTarget(collection), ...(output === undefined ? [] : [output])],
      ...(drops && { records: Number.POSITIVE_INFINITY }),
    }),
    forward: (obligations) => {
      // Said only once policy allows it: who may not touch the collection learns nothing of its functions.
      if (drops && output === undefined) throw noSuchFunction();
      refuseFilter(call, obligations);
      return passOnSchemaChange(call, obligations);
    },
  });
};
