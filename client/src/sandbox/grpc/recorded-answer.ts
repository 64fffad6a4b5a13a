import { isRecord, text } from '../../api/read-json.ts';
import type { GrpcAnswer } from '../answers/grpc-answer.ts';
import { jsonTree } from '../body/json-tree.ts';
import type { GrpcStore } from './grpc-store.ts';

/** What the gate keeps of a vector that it cannot read, and of an answer. */
const digestAlone = /\{"(?:size":\d+,"sha256":"[0-9a-f]{64}"|unread":)/;

/** The answer that went over gRPC, out of the body that the record holds; or why it cannot be made again: one sentence. */
export function recordedGrpcAnswer(
  store: GrpcStore,
  path: string,
  { status, body }: { readonly status: number; readonly body: string },
): GrpcAnswer | string {
  if (status > 299) return storeError(body);
  if (digestAlone.test(body))
    return 'Its answer holds something that the gate could not read, of which records keep size and digest alone.';
  const tree = jsonTree(body);
  if (tree === undefined) return 'Its answer cannot be read.';
  const message = store.answer(path, tree);
  if (message !== undefined) return { status: 0, details: '', message };
  return /"unknown_fields":true/.test(body)
    ? 'Its answer had fields that the gate does not know, which records do not keep.'
    : 'Its answer, as it was recorded, is none that this vectorgate can say over gRPC.';
}

/** `{"status":{"error":"…"},"time":0,"code":5}`: the code is gRPC's own. */
function storeError(body: string): GrpcAnswer | string {
  const said = parsed(body);
  const of = isRecord(said) && isRecord(said.status) ? said : undefined;
  const code = of?.code;
  if (typeof code !== 'number' || !Number.isInteger(code) || code < 1 || !isRecord(of?.status))
    return 'The number of its error in gRPC was not recorded.';
  return { status: code, details: text(of.status.error) };
}

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Fields of a message that REST has in an address; undefined where the record does not have them. */
export function recordedAddress(
  call: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string])[] | undefined {
  const { address } = call;
  if (!Array.isArray(address)) return undefined;
  const fields = address.filter(
    (one): one is [string, string] =>
      Array.isArray(one) && one.length === 2 && one.every((part) => typeof part === 'string'),
  );
  return fields.length === address.length ? fields : undefined;
}
