import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  alike,
  broad,
  named,
  nothing,
  people,
  setOf,
  settings,
  shown,
  something,
  told,
  without,
  withoutAll,
} from '../../testing/small-rules.ts';
import { answerAlike, smallWorld } from '../../testing/small-world.ts';

// What the evaluator proves by looking at all of a small world is what is told, no more and no less. Not told, since no
// machine can tell or since it would take too long:
// - what two reasons do together: a permit of which a refusal takes one part and other permits give the rest; a refusal of
//   which another refuses one part and no rule permits the rest;
// - what depends on what a rule leaves out: two rules of which one leaves out what the other names (what is told of rules
//   that leave something out is held against the small world all the same);
// - what depends on conditions, which are compared as texts, and on required filters, which are compared as written;
// - that a bare name and one with its issuer are the same people on a connection, and that a claim, which may be a list, is
//   one value alone or, as a boolean, one of two;
// - refusals that keep a collection from being renamed, where a permit lets somebody do that.

const naming = fc.constantFrom(...people);

for (const [what, effect, code, beside] of [
  ['permits', 'allow', 'permit-redundant', []],
  ['refusals', 'deny', 'refusal-redundant', [broad]],
] as const) {
  const prefix = effect === 'allow' ? 'p' : 'd';

  test(`of ${what} just those are told that others make needless, and of what is left none is`, () => {
    let needless = 0;
    fc.assert(
      fc.property(
        naming.chain((who) => alike(effect, who, nothing)),
        (drawn) => {
          const rules = named(drawn, prefix);
          const gone = told([...beside, ...rules], code);
          needless += gone.size;
          const left = withoutAll(rules, gone);
          const whole = setOf([...beside, ...rules]);
          const rest = setOf([...beside, ...left]);
          if (gone.size > 0)
            assert.ok(answerAlike(whole, rest, smallWorld.whole), `${[...gone]} of ${shown(rules)}`);
          for (const { id } of left) {
            const less = withoutAll(left, new Set([id]));
            if (less.length + beside.length === 0) continue;
            assert.ok(
              !answerAlike(rest, setOf([...beside, ...less]), smallWorld.whole),
              `${id} is needless in ${shown(left)}`,
            );
          }
        },
      ),
      settings(16),
    );
    assert.ok(needless > 8, `${needless}`);
  });

  test(`where ${what} leave something out, those that are told are needless`, () => {
    let needless = 0;
    fc.assert(
      fc.property(
        naming.chain((who) => alike(effect, who, something)),
        (drawn) => {
          const rules = named(drawn, prefix);
          const gone = told([...beside, ...rules], code);
          needless += gone.size;
          if (gone.size === 0) return;
          const rest = setOf([...beside, ...withoutAll(rules, gone)]);
          assert.ok(
            answerAlike(setOf([...beside, ...rules]), rest, smallWorld.whole),
            `${[...gone]} of ${shown(rules)}`,
          );
        },
      ),
      settings(16),
    );
    assert.ok(needless > 8, `${needless}`);
  });
}

for (const except of [false, true])
  test(`which permits refusals leave nothing of, and which refusals meet no permit${except ? ', where something is left out' : ''}`, () => {
    const seen = { shadowed: 0, unneeded: 0 };
    fc.assert(
      fc.property(
        naming.chain((who) =>
          fc.tuple(
            alike('allow', who, except ? something : nothing),
            fc.subarray(['principals', 'resources', 'operations'], { maxLength: 1 }),
            fc.option(alike('deny', who, except ? something : nothing), { nil: undefined, freq: 2 }),
          ),
        ),
        ([drawn, open, others]) => {
          const permits = named(drawn.slice(0, 2), 'p');
          // Others, or much like the permits, of which one key may be left out.
          const denies = named(
            others ?? drawn.slice(1).map((rule) => without(rule, ['limits', ...open])),
            'd',
          ).map((rule) => ({ ...rule, effect: 'deny' }));
          const all = [...permits, ...denies];
          const shadowed = told(all, 'permit-shadowed');
          for (const permit of permits) {
            const isTold = shadowed.has(permit.id);
            if (isTold) seen.shadowed++;
            // Nothing is permitted by no permit at all.
            const isSo = answerAlike(setOf([permit, ...denies]), setOf(denies), smallWorld.usual);
            assert.ok(isTold === isSo || (except && !isTold), `${permit.id} ${isTold} in ${shown(all)}`);
          }
          const unneeded = told(all, 'deny-unneeded');
          const unrefused = setOf(permits);
          for (const deny of denies) {
            const isTold = unneeded.has(deny.id);
            if (isTold) seen.unneeded++;
            const isSo = answerAlike(setOf([...permits, deny]), unrefused, smallWorld.usual);
            assert.ok(isTold === isSo || (except && !isTold), `${deny.id} ${isTold} in ${shown(all)}`);
          }
        },
      ),
      settings(12),
    );
    assert.ok(seen.shadowed > 2 && seen.unneeded > 2, JSON.stringify(seen));
  });
