import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesToHex } from '@noble/hashes/utils.js';
import { signedBy, testSigner } from '../testing/test-signer.ts';
import { checkpointText, parseCheckpoint } from './checkpoint.ts';
import { checkpointEntry, parseCheckpoints } from './checkpoint-list.ts';
import { formatNote, parseNote } from './signed-note.ts';
import { formatVerifierKey, parseVerifierKey } from './verifier-key.ts';
import { verifyNote } from './verify-note.ts';

// The example of Go's sumdb/note, whose format C2SP signed-note is.
const goKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goNote = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
// The example of C2SP tlog-checkpoint.
const checkpoint = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

test('invariant 11: the notes and keys of others are read, verified and written as they were', async () => {
  const key = parseVerifierKey(goKey)!;
  assert.equal(key.id, 'c74f20a3');
  assert.equal(formatVerifierKey(key), goKey);
  const note = parseNote(goNote)!;
  assert.equal(formatNote(note), goNote);
  assert.equal(await verifyNote(note, key), 'signed');
  const changed = parseNote(goNote.replace('your problem is', 'my problem is'))!;
  assert.equal(await verifyNote(changed, key), 'forged');
  const other = testSigner('PeterNeumann', 7).key;
  assert.equal(await verifyNote(note, other), 'unsigned');
  assert.ok(parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'));
});

test('a checkpoint is read as C2SP tlog-checkpoint writes it', () => {
  const { origin, size, root, note } = parseCheckpoint(checkpoint)!;
  assert.deepEqual([origin, size], ['example.com/behind-the-sofa', 20_852_163]);
  assert.equal(bytesToHex(root).slice(0, 8), '0ac5186a');
  assert.equal(checkpointText({ origin, size, root }), note.text);
});

test('what is not exactly a key, a note or a checkpoint is none', () => {
  for (const bad of [
    '',
    goKey.replace('c74f20a3', 'c74f20a4'),
    goKey.replace('Peter', 'Pieter'),
    `${goKey} `,
    goKey.slice(0, -4),
  ])
    assert.equal(parseVerifierKey(bad), undefined, bad);
  for (const bad of [
    goNote.slice(0, -1),
    goNote.replace('— ', '- '),
    goNote.replace('\n\n', '\n'),
    goNote.replace('nAM=', 'nAN='),
    goNote.replace('you', 'y\tu'),
  ])
    assert.equal(parseNote(bad), undefined, bad);
  for (const bad of [
    checkpoint.replace('20852163', '020852163'),
    checkpoint.replace('20852163', '-1'),
    checkpoint.replace('20852163', '99999999999999999'),
    checkpoint.replace('CsUY', ''),
    checkpoint.replace('q2I=\n', 'q2I=\nmore\n'),
  ])
    assert.equal(parseCheckpoint(bad), undefined, bad);
});

test('a file of checkpoints is read up to what is torn or damaged', () => {
  const signers = [testSigner('log', 1), testSigner('log', 2)];
  const entries = [1, 2, 3].map((size) =>
    checkpointEntry(signedBy({ origin: 'log', size, root: new Uint8Array(32) }, ...signers)),
  );
  const whole = entries.join('');
  assert.deepEqual(
    parseCheckpoints(whole).checkpoints.map(({ size }) => size),
    [1, 2, 3],
  );
  for (let length = 0; length < whole.length; length += 1) {
    const { checkpoints, rest, damaged } = parseCheckpoints(whole.slice(0, length));
    assert.equal(
      checkpoints.map(({ note }) => checkpointEntry(note)).join('') + rest,
      whole.slice(0, length),
    );
    assert.equal(damaged, undefined);
  }
  const { checkpoints, damaged } = parseCheckpoints(whole.replace('log\n2\n', 'log\nx\n'));
  assert.deepEqual([checkpoints.length, damaged], [1, 1]);
});
