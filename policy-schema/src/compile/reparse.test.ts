import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Document, isCollection, isNode, isPair, isScalar, parse } from 'yaml';
import { manyRules } from '../testing/many-rules.ts';
import { mutateText, seeded } from '../testing/mutate-text.ts';
import { runs } from '../testing/runs.ts';
import type { ParsedText } from './parsed-text.ts';
import { parseText } from './read-file.ts';
import { type ParsedVersion, reparse } from './reparse.ts';

/** Everything of a tree that anybody may look at. */
function plain(node: unknown): unknown {
  if (isPair(node)) return [plain(node.key), plain(node.value)];
  if (!isNode(node)) return node;
  const { range, tag, comment, commentBefore, spaceBefore } = node;
  const inner = isCollection(node)
    ? [node.flow, node.anchor, (node.items as unknown[]).map(plain)]
    : isScalar(node)
      ? [node.value, node.type, node.source, node.anchor]
      : [node];
  return [node.constructor.name, range, tag, comment, commentBefore, spaceBefore, inner];
}

const issues = ({ errors, warnings }: Document): unknown =>
  [...errors, ...warnings].map(({ code, pos, message }) => [code, pos, message]);

const whole = ({ documents, lines }: ParsedText): unknown => [
  documents.map((one) => [plain(one.contents), one.range, issues(one), one.comment, one.commentBefore]),
  lines.lineStarts,
];

function countReused(first: string, rounds: number, seed: number): number {
  const random = seeded(seed);
  let before: ParsedVersion = { ...parseText(first), text: first };
  let reused = 0;
  for (let round = 0; round < rounds; round++) {
    // From time to time somebody undoes what they did; else most of the text would soon be broken.
    const text = round % 4 === 3 ? first : mutateText(before.text, random, 1);
    const quick = reparse(before, text);
    const fresh = parseText(text);
    if (quick !== undefined) {
      reused++;
      assert.deepEqual(whole(quick), whole(fresh), JSON.stringify([before.text, text]));
    }
    before = { ...(quick ?? fresh), text };
  }
  return reused;
}

test('a text parsed from the one before is what it is parsed from nothing', () => {
  let reused = 0;
  for (let run = 0; run < runs(15); run++) {
    const random = seeded(run);
    const text = manyRules(8 + Math.floor(random() * 24), (below) => Math.floor(random() * below));
    const written = run % 5 === 4 ? JSON.stringify(parse(text), null, run % 2) : text;
    reused += countReused(run % 7 === 6 ? written.replaceAll('\n', '\r\n') : written, 20, run);
  }
  assert.ok(reused > runs(15) * 4, `${reused} of ${runs(15) * 20}`);
});

test('the version before is left as it is', () => {
  const text = manyRules(20, (below) => below - 1);
  const before = { ...parseText(text), text };
  assert.ok(reparse(before, text.replace('r9\n', 'r9x\n')));
  assert.deepEqual(whole(before), whole(parseText(text)));
});
