import type { OutgoingHttpHeaders } from 'node:http2';
import { deflateSync, gzipSync } from 'node:zlib';
import * as grpc from '../../harness/qdrant-grpc-calls.ts';
import { has } from '../../harness/qdrant-grpc-calls.ts';
import { qdrantGrpcName, qdrantKey, qdrantName } from '../../harness/qdrant-world.ts';
import { framed } from '../../harness/unary-call.ts';
import { knownAs } from '../../harness/world.ts';
import type { Attack } from '../attack-table.ts';
import type { GrpcTries } from './tries.ts';

const asked = grpc.query();
const { message } = asked;
/** The same for others' points. */
const forOthers = grpc.query({ filter: { must: [has('tenant', 'globex')] } }).message;

const unknownMethods = [
  ...['query', 'QUERY', 'Queries', 'CoreSearchBatch', 'QueryBatch2'].map((one) => `qdrant.Points/${one}`),
  ...['qdrant.points', 'Qdrant.Points', 'qdrant.PointsInternal', 'qdrant.v1.Points', 'Points'].map(
    (one) => `${one}/Query`,
  ),
  'qdrant.PointsInternal/CoreSearchBatch',
  'qdrant.PointsInternal/QueryBatch',
  'qdrant.PointsInternal/Scroll',
  'qdrant.CollectionsInternal/Get',
  'qdrant.CollectionsInternal/Initiate',
  'qdrant.ShardSnapshots/Recover',
  'qdrant.QdrantInternal/GetConsensusCommit',
  'qdrant.Raft/Send',
  'grpc.health.v1.Health/List',
  'grpc.channelz.v1.Channelz/GetTopChannels',
];
const refusedMethods = [
  ...['ListFiles', 'FileExists', 'FileLength', 'ReadBytes', 'ReadBytesStream', 'ReadWhole', 'ReadBatch'].map(
    (one) => `qdrant.StorageRead/${one}`,
  ),
  'grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
  'grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
  'grpc.health.v1.Health/Watch',
];
const paths = [
  'qdrant.Points/Query/',
  'qdrant.Points//Query',
  '/qdrant.Points/Query',
  'qdrant.Points/Query?collection_name=secret',
  'qdrant.Points%2FQuery',
  'x/qdrant.Points/Query',
  'qdrant.Points/Query;x',
  'qdrant.Points/./Query',
  'qdrant.Points/../qdrant.Points/Query',
  'qdrant.Points/Query%00',
  'qdrant.Points',
  '',
  'collections/secret/points/scroll',
];

/** Ways around the reading of a call: its path, its metadata, its frames. `token`: hers. */
export function transportAttacks({ refused, sees, either }: GrpcTries, token: string): Attack[] {
  const by = (what: string, headers: OutgoingHttpHeaders): Attack => refused(what, asked, { headers });
  const body = (what: string, bytes: Uint8Array, headers: Record<string, string> = {}): Attack =>
    refused(what, asked, { body: bytes, headers });
  const gzip = { 'grpc-encoding': 'gzip' };
  const zipped = framed(gzipSync(message), 1);
  return [
    ...unknownMethods.map((method) => refused(`the unknown method ${method}`, grpc.raw(method, message))),
    ...refusedMethods.map((method) => refused(method, grpc.raw(method))),
    ...paths.map((path) => refused(`the path /${path}`, grpc.raw(path, message))),
    sees('grpc.health.v1.Health/Check', grpc.raw('grpc.health.v1.Health/Check')),
    sees('qdrant.Qdrant/HealthCheck', grpc.raw('qdrant.Qdrant/HealthCheck')),

    by('a token of nobody', { 'vectorgate-token': 'x.y.z' }),
    by('no token', { 'vectorgate-token': undefined }),
    by('two tokens', { 'vectorgate-token': [token, token] }),
    by('two tokens, the other of nobody', { 'vectorgate-token': [token, 'x.y.z'] }),
    by('a token twice in one', { 'vectorgate-token': `${token},${token}` }),
    by('a token by another spelling of the name', { 'vectorgate-token': 'x.y.z', vectorgate_token: token }),
    by('the upstream twice', { 'vectorgate-upstream': [qdrantGrpcName, qdrantName] }),
    by('the upstream of another store', { 'vectorgate-upstream': knownAs }),
    by('the upstream of the same store’s REST port', { 'vectorgate-upstream': qdrantName }),
    by('an upstream that is not known', { 'vectorgate-upstream': '169.254.169.254:80' }),
    by('two upstreams in one', { 'vectorgate-upstream': `${qdrantGrpcName}, ${knownAs}` }),
    by('the store’s own key as the token', { 'vectorgate-token': qdrantKey }),
    by('the store’s own key alone', { 'vectorgate-token': undefined, 'api-key': qdrantKey }),
    by('a name with an underscore', { api_key: 'x' }),
    by('a header twice', { 'x-own': ['a', 'b'] }),
    by('metadata that says it is binary and is not', { 'x-own-bin': '§' }),
    by('a body that says it is compressed', { 'content-encoding': 'gzip' }),
    by('no word of trailers', { te: undefined }),
    by('another content type', { 'content-type': 'application/grpc+json' }),
    by('gRPC for browsers', { 'content-type': 'application/grpc-web+proto' }),
    by('plain JSON', { 'content-type': 'application/json' }),
    by('another method of HTTP', { ':method': 'PUT' }),
    by('a deadline that is none', { 'grpc-timeout': '-1S' }),
    by('a deadline of nine digits', { 'grpc-timeout': '123456789S' }),
    by('an encoding that is not known', { 'grpc-encoding': 'deflate' }),
    by('encodings that cannot be read', { 'grpc-accept-encoding': 'gzip;q=1' }),
    sees('a key of the caller’s', asked, { headers: { 'api-key': 'x' } }),
    sees('authorization of the caller’s', asked, { headers: { authorization: 'Bearer x' } }),
    sees('binary metadata', asked, { headers: { 'x-own-bin': 'AAEC' } }),
    sees('names that proxies use', asked, {
      headers: { 'x-forwarded-host': knownAs, 'x-forwarded-for': '127.0.0.1', forwarded: 'for=x' },
    }),
    sees('names that gRPC reserves', asked, { headers: { 'grpc-previous-rpc-attempts': '1' } }),
    sees('a deadline of days', asked, { headers: { 'grpc-timeout': '99999999H' } }),

    body('no message', Buffer.alloc(0)),
    body('half of a prefix', framed(message).subarray(0, 3)),
    body('a message that is cut short', framed(message).subarray(0, -1)),
    body('a byte behind the message', Buffer.concat([framed(message), Buffer.from([0])])),
    body('two messages', Buffer.concat([framed(message), framed(forOthers)])),
    body('an empty message before it', Buffer.concat([framed(Buffer.alloc(0)), framed(message)])),
    body('an unknown mark', framed(message, 2)),
    body('a mark of all bits', framed(message, 255)),
    body('the mark of browsers’ trailers', framed(message, 0x80)),
    body('marked as compressed, and is not', framed(message, 1), gzip),
    body('compressed, and nothing says how', zipped),
    body('compressed by another way', framed(deflateSync(message), 1), gzip),
    body('two pieces of gzip', framed(Buffer.concat([gzipSync(message), gzipSync(forOthers)]), 1), gzip),
    body('bytes behind the gzip', framed(Buffer.concat([gzipSync(message), Buffer.from('x')]), 1), gzip),
    body('gzip that is cut short', framed(gzipSync(message).subarray(0, -4), 1), gzip),
    body('gzip with a wrong sum', framed(withWrongSum(gzipSync(message)), 1), gzip),
    body('gzip of very much', framed(gzipSync(Buffer.alloc(80 * 2 ** 20)), 1), gzip),
    body('a length of 4 GiB', Buffer.concat([Buffer.from([0, 255, 255, 255, 255]), message])),
    refused('something behind the message', asked, { trailers: { 'x-more': '1' } }),
    either('compressed', asked, { body: zipped, headers: gzip }),
    either('compressed, for others', asked, { body: framed(gzipSync(forOthers), 1), headers: gzip }),
    either('not compressed, although it says how', asked, { headers: gzip }),
  ];
}

function withWrongSum(zipped: Buffer): Buffer {
  const bytes = Buffer.from(zipped);
  bytes[bytes.length - 8]! ^= 1;
  return bytes;
}
