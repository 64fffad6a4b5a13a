import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { runs } from '../../testing/runs.ts';
import { consistencyProof } from './consistency-proof.ts';
import { inclusionProof } from './inclusion-proof.ts';
import { TreeFrontier } from './tree-frontier.ts';
import { emptyRoot, leafHash, nodeHash } from './tree-hash.ts';
import { splitPoint, treeRoot } from './tree-root.ts';
import { verifyConsistency } from './verify-consistency.ts';
import { verifyInclusion } from './verify-inclusion.ts';

// The leaves and hashes with which implementations of RFC 6962 are compared (Certificate Transparency's own tests).
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => leafHash(hexToBytes(hex)));
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const inclusions: readonly (readonly [index: number, size: number, proof: readonly string[]])[] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
];
const consistencies: readonly (readonly [first: number, size: number, proof: readonly string[]])[] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

const head = (size: number) => ({ size, root: treeRoot(leaves, 0, size) });

test('invariant 11: roots are those of the RFC 6962 test vectors, grown leaf by leaf or told at once', () => {
  const tree = TreeFrontier.empty();
  for (const [size, root] of roots.entries()) {
    assert.equal(bytesToHex(tree.root()), root);
    assert.equal(bytesToHex(treeRoot(leaves, 0, size)), root);
    if (size < leaves.length) tree.append(leaves[size]!);
  }
});

test('invariant 11: proofs are those of the RFC 6962 test vectors, and verify', () => {
  for (const [index, size, expected] of inclusions) {
    const proof = inclusionProof(leaves, index, size);
    assert.deepEqual(proof.map(bytesToHex), expected);
    assert.ok(verifyInclusion({ leaf: leaves[index]!, index, ...head(size) }, proof));
  }
  for (const [first, size, expected] of consistencies) {
    const proof = consistencyProof(leaves, first, size);
    assert.deepEqual(proof.map(bytesToHex), expected);
    assert.ok(verifyConsistency(head(first), head(size), proof));
  }
});

test('the proofs of the tree of 7 leaves are put together as RFC 9162 section 2.1.5 draws them', () => {
  const [d0, d1, d2, d3, d4, d5, d6] = Array.from({ length: 7 }, (_, n) => leafHash(Uint8Array.of(n)));
  const seven = [d0!, d1!, d2!, d3!, d4!, d5!, d6!];
  const [a, b, c, d, e, f, j] = seven;
  const [g, h, i] = [nodeHash(a!, b!), nodeHash(c!, d!), nodeHash(e!, f!)];
  const k = nodeHash(g, h);
  const l = nodeHash(i, j!);
  assert.deepEqual(inclusionProof(seven, 0), [b, h, l]);
  assert.deepEqual(inclusionProof(seven, 3), [c, g, l]);
  assert.deepEqual(inclusionProof(seven, 4), [f, j, k]);
  assert.deepEqual(inclusionProof(seven, 6), [i, k]);
  assert.deepEqual(consistencyProof(seven, 3), [c, d, g, l]);
  assert.deepEqual(consistencyProof(seven, 4), [l]);
  assert.deepEqual(consistencyProof(seven, 6), [i, j, k]);
});

/** The definition of RFC 6962 section 2.1, word for word. */
function byDefinition(d: readonly Uint8Array[]): Uint8Array {
  if (d.length === 0) return emptyRoot;
  if (d.length === 1) return d[0]!;
  const k = splitPoint(d.length);
  return nodeHash(byDefinition(d.slice(0, k)), byDefinition(d.slice(k)));
}

const someLeaves = fc
  .tuple(fc.integer({ min: 1, max: 130 }), fc.integer())
  .map(([count, seed]) => Array.from({ length: count }, (_, n) => leafHash(Uint8Array.of(seed, n))));

test('a tree that grows has the root of the definition at every size, and goes on from what was kept of it', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), (d, at) => {
      let tree = TreeFrontier.empty();
      for (const [n, leaf] of d.entries()) {
        if (n === at % d.length) tree = TreeFrontier.of(tree.size, tree.hashes)!;
        tree.append(leaf);
      }
      assert.deepEqual(tree.root(), byDefinition(d));
      assert.ok(tree.hashes.length <= Math.log2(d.length) + 1);
      assert.equal(TreeFrontier.of(tree.size, tree.hashes.slice(1)), undefined);
    }),
    { numRuns: runs(60) },
  );
});

test('invariant 11: every inclusion proof verifies, and for nothing else', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.nat(), fc.nat(), (d, s, n, other) => {
      const size = 1 + (s % d.length);
      const index = n % size;
      const claim = { leaf: d[index]!, index, size, root: treeRoot(d, 0, size) };
      const proof = inclusionProof(d, index, size);
      assert.ok(verifyInclusion(claim, proof));
      assert.ok(proof.length <= Math.ceil(Math.log2(size)));
      assert.ok(!verifyInclusion({ ...claim, leaf: leafHash(Uint8Array.of(9, 9, 9)) }, proof));
      assert.ok(!verifyInclusion({ ...claim, root: claim.leaf }, proof) || size === 1);
      const wrong = other % size;
      assert.ok(wrong === index || !verifyInclusion({ ...claim, index: wrong }, proof));
      assert.ok(!verifyInclusion(claim, [...proof, claim.root]));
      assert.ok(proof.length === 0 || !verifyInclusion(claim, proof.slice(1)));
      for (const index of [-1, size, 0.5, Number.NaN])
        assert.ok(!verifyInclusion({ ...claim, index }, proof));
      assert.throws(() => inclusionProof(d, size, size), { code: 'proof-impossible' });
    }),
    { numRuns: runs(60) },
  );
});

test('invariant 11: every consistency proof verifies, and for no tree that was rewritten', () => {
  fc.assert(
    fc.property(someLeaves, fc.nat(), fc.nat(), fc.nat(), (d, a, b, n) => {
      const size = 1 + (a % d.length);
      const first = 1 + (b % size);
      const older = { size: first, root: treeRoot(d, 0, first) };
      const newer = { size, root: treeRoot(d, 0, size) };
      const proof = consistencyProof(d, first, size);
      assert.ok(verifyConsistency(older, newer, proof));
      const rewritten = d.with(n % first, leafHash(Uint8Array.of(9, 9, 9)));
      const other = { size, root: treeRoot(rewritten, 0, size) };
      assert.ok(!verifyConsistency(older, other, consistencyProof(rewritten, first, size)));
      assert.ok(!verifyConsistency(older, newer, [...proof, newer.root]));
      assert.ok(proof.length === 0 || !verifyConsistency(older, newer, proof.slice(1)));
      assert.ok(first === size || !verifyConsistency(newer, older, proof));
      assert.throws(() => consistencyProof(d, 0, size), { code: 'proof-impossible' });
    }),
    { numRuns: runs(60) },
  );
});
