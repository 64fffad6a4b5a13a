import { hostileName } from './hostile-name.ts';

/** Marks above and below a letter, one on the other: where nothing holds them they are drawn over what stands around. */
const towers = `tower${'\u0300\u0323'.repeat(20)}`;
/** Styles that would hide or cover the page, controls of a terminal, text whose end turns over what follows. */
export const hostileDocument = [
  hostileName,
  towers,
  '<style>*{display:none!important}</style><div style="position:fixed;inset:0;z-index:99999">covered</div>',
  '<a href="javascript:window.pwned=3">press me</a><iframe srcdoc="<script>parent.window.pwned=4</script>"></iframe>',
  `${String.fromCharCode(0x1b)}]0;title${String.fromCharCode(7)}${String.fromCharCode(0x9b)}2J\u2066hidden`,
].join(' ');

/** Characters of the long text. */
export const longText = 50_000_000;

/** An answer of Chroma's to a query: documents and metadata that are hostile, and a document of 50 MB. */
export const hostileAnswer = (): string =>
  JSON.stringify({
    ids: [['CASE-1', hostileName, 'CASE-3']],
    distances: [[0.1, 0.2, 0.3]],
    documents: [[hostileDocument, null, `long ${'y'.repeat(longText)}`]],
    metadatas: [[{ [hostileName]: hostileDocument }, { phone: '«phone»' }, null]],
    embeddings: null,
    uris: null,
    include: ['documents', 'metadatas', 'distances'],
  });

/** One to a `get`, with a byte that no UTF-8 has. */
export function brokenAnswer(): Uint8Array {
  const documents = [`caf_ ${hostileDocument}`];
  const bytes = Buffer.from(
    JSON.stringify({
      ids: ['CASE-1'],
      documents,
      metadatas: null,
      embeddings: null,
      uris: null,
      include: [],
    }),
  );
  bytes[bytes.indexOf('caf_') + 3] = 0xe9;
  return bytes;
}
