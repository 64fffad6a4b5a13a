import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Configuration } from '../configuration/configuration.ts';
import { ApiError } from './api-error.ts';
import { compileExtract } from './compile-extract.ts';

const configuration = {
  connections: [{ name: 'insights', store: 'chroma' }],
  issuers: [{ name: 'people', signIn: {}, claims: { clearance: 'string' } }],
} as unknown as Pick<Configuration, 'connections' | 'issuers'>;

const policy = (...rules: readonly string[]): string =>
  `apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: extract }\nspec:\n  rules:\n${rules.map((rule) => `    - { ${rule} }\n`).join('')}`;
const masks = 'id: m, effect: guard, mask: [{ fields: [email], method: redact }]';
const compile = (text: string, path = 'extract.policy.yaml', reader = true) =>
  compileExtract(configuration, [{ path, text }], reader);

describe('policies of an extract', () => {
  test('are guards with masks, by name and digest', () => {
    const { set, names, files } = compile(
      policy(
        masks,
        'id: w, effect: guard, when: identity.claims.clearance != "high", mask: [{ fields: all, method: drop }]',
      ),
    );
    assert.deepEqual([set.rules.length, names, files.length], [2, ['extract'], 1]);
    assert.match(set.revision.digest, /^[0-9a-f]{64}$/);
  });

  test('that do anything else are refused, with place and remedy', () => {
    for (const [rule, told] of [
      [
        'id: a, effect: allow, principals: { groups: [x] }, resources: { connections: [insights] }, operations: [review]',
        /^extract\.policy\.yaml:7 extract-rule: Rule a has the effect allow, and an extract only masks\.\n +Take it out;/m,
      ],
      ['id: a, effect: deny, operations: [search]', /:7 extract-rule: Rule a has the effect deny/],
      [
        'id: a, effect: require-approval, operations: [search], approval: { approvers: { groups: [x] } }',
        /:7 extract-rule: Rule a has the effect require-approval/,
      ],
      [
        'id: a, effect: guard, require: { filter: { tenant: acme } }, mask: [{ fields: [x], method: drop }]',
        /:7 extract-rule: Rule a requires or limits something.*\n +Take out require and limits\./,
      ],
      [
        'id: a, effect: guard, limits: { rate: 2/h }, mask: [{ fields: [x], method: drop }]',
        /:7 extract-rule: Rule a requires or limits/,
      ],
      ['id: a, effect: guard, limits: { rate: 2/h }', /:7 extract-rule: Rule a requires or limits/],
      [
        'id: a, effect: guard, mode: monitor, mask: [{ fields: [x], method: drop }]',
        /:7 extract-rule: Rule a is monitored, so it would mask nothing\.\n +Take out its mode\./,
      ],
      [
        'id: a, effect: guard, mask: [{ fields: [x], method: drpo }]',
        /extract\.policy\.yaml:7:\d+ [a-z-]+: .*\n {4}\S/,
      ],
      [
        'id: a, effect: guard, resources: { connections: [insight] }, mask: [{ fields: [x], method: drop }]',
        /:7:\d+ unknown-connection: [\s\S]*insights/,
      ],
    ] as const)
      assert.throws(
        () => compile(policy(masks, rule)),
        (error) =>
          error instanceof ApiError &&
          error.status === 400 &&
          error.code === 'extract-unfit' &&
          told.test(error.message),
        rule,
      );
  });

  test('of more bytes than are taken, under no name of a policy, and twice under one, are refused', () => {
    const text = policy(masks);
    assert.throws(() => compile(`${text}#${'x'.repeat(100_000)}`), {
      status: 413,
      code: 'extract-too-large',
    });
    for (const path of [
      'a.yaml',
      '../a.policy.yaml',
      '/a.policy.yaml',
      '.a.policy.yaml',
      'a\u202e.policy.yaml',
    ])
      assert.throws(() => compile(text, path), { status: 400, code: 'extract-unfit' }, path);
    const file = { path: 'a.policy.yaml', text };
    assert.throws(() => compileExtract(configuration, [file, file], true), /stands twice under one name/);
  });

  test('which claims there are is told to readers of policy alone', () => {
    const text = policy(
      'id: a, effect: guard, principals: { claims: { clearanc: [high] } }, mask: [{ fields: [x], method: drop }]',
    );
    const toldTo = (reader: boolean): string => {
      try {
        compile(text, 'extract.policy.yaml', reader);
      } catch (error) {
        return String(error);
      }
      return assert.fail();
    };
    assert.match(toldTo(true), /clearance/);
    assert.doesNotMatch(toldTo(false), /clearance/);
    assert.match(
      toldTo(false),
      /extract\.policy\.yaml:6:\d+ [a-z-]+: No issuer declares[\s\S]*ask one of them/,
    );
  });
});
