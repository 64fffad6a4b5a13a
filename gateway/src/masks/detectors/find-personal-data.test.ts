import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectorName } from '@vectorgate/policy-schema';
import fc from 'fast-check';
import { runs } from '../../../../policy-schema/src/testing/runs.ts';
import { findPersonalData } from './find-personal-data.ts';
import type { Finding } from './finding.ts';
import { mergeFindings } from './merge-findings.ts';

const all: readonly DetectorName[] = ['email', 'phone', 'credit-card', 'iban', 'us-ssn', 'ip'];

const find = (text: string, wanted: readonly DetectorName[] = all): string[] => {
  const bytes = Buffer.from(text);
  return mergeFindings(findPersonalData(bytes, 0, bytes.length, new Set(wanted))).map(
    ({ start, end, detector }) => `${detector}:${bytes.toString('utf8', start, end)}`,
  );
};

test('personal data is found whole', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['write to ana.ruiz+x@mail.acme.co.uk.', 'email:ana.ruiz+x@mail.acme.co.uk'],
    ['<jörg@müller.de>', 'email:jörg@müller.de'],
    ['mailto:ana%40acme.com', 'email:ana%40acme.com'],
    ['a@b.xn--p1ai', 'email:a@b.xn--p1ai'],
    ['张伟@example.com', 'email:张伟@example.com'],
    ['mail zhang@例子.中国 now', 'email:zhang@例子.中国'],
    ['nguyễn@example.com', 'email:nguyễn@example.com'],
    ['nguyễn@example.com'.normalize('NFD'), `email:${'nguyễn@example.com'.normalize('NFD')}`],
    ['to "ana ruiz"@example.com,', 'email:"ana ruiz"@example.com'],
    ['"a \\"b\\" c"@example.com', 'email:"a \\"b\\" c"@example.com'],
    ['ana."b c".d@example.com', 'email:ana."b c".d@example.com'],
    ['ana＠example.com', 'email:ana＠example.com'],
    ['ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'email:ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['ana@例子。中国', 'email:ana@例子。中国'],
    ['地址：ana@example.com。谢谢', 'email:ana@example.com'],
    ['«\u00a0ana@example.com\u00a0»', 'email:ana@example.com'],
    ['o’brien@example.com', 'email:o’brien@example.com'],
    ['😀@example.com', 'email:😀@example.com'],
    [`a@${'好'.repeat(40)}.中国`, `email:a@${'好'.repeat(40)}.中国`],
    ['+41 79 123 45 67', 'phone:+41 79 123 45 67'],
    ['call +1 (415) 555-0100 now', 'phone:+1 (415) 555-0100'],
    ['tel. (415) 555-0199', 'phone:(415) 555-0199'],
    ['415.555.0100', 'phone:415.555.0100'],
    ['1-800-555-0199', 'phone:1-800-555-0199'],
    ['0041 44 668 18 00', 'phone:0041 44 668 18 00'],
    ['020 7946 0958', 'phone:020 7946 0958'],
    ['+4915112345678', 'phone:+4915112345678'],
    ['phone 5551234', 'phone:5551234'],
    ['+41\u00a044\u2011668\u202f18\u202f00', 'phone:+41\u00a044\u2011668\u202f18\u202f00'],
    ['4111111111111111', 'credit-card:4111111111111111'],
    ['4111 1111-1111 1111.', 'credit-card:4111 1111-1111 1111'],
    ['card4111111111111111x', 'credit-card:4111111111111111'],
    ['3782 822463 10005', 'credit-card:3782 822463 10005'],
    ['5 4111 1111 1111 1111', 'credit-card:4111 1111 1111 1111'],
    ['5 4111.1111.1111.1111', 'credit-card:4111.1111.1111.1111'],
    ['4111  1111  1111  1111', 'credit-card:4111  1111  1111  1111'],
    ['4111\t1111\t1111\t1111', 'credit-card:4111\t1111\t1111\t1111'],
    ['4111\r\n1111\n1111 \n1111', 'credit-card:4111\r\n1111\n1111 \n1111'],
    ['4111_1111_1111_1111', 'credit-card:4111_1111_1111_1111'],
    ['4111/1111/1111/1111', 'credit-card:4111/1111/1111/1111'],
    ['4111 - 1111 - 1111 - 1111', 'credit-card:4111 - 1111 - 1111 - 1111'],
    ['3782.822463.10005', 'credit-card:3782.822463.10005'],
    ['DE89 3704 0044 0532 0130 00', 'iban:DE89 3704 0044 0532 0130 00'],
    ['GB82WEST12345698765432', 'iban:GB82WEST12345698765432'],
    ['iban de89370400440532013000,', 'iban:de89370400440532013000'],
    ['DE89.3704.0044.0532.0130.00', 'iban:DE89.3704.0044.0532.0130.00'],
    ['DE89  3704\t0044_0532/0130\n00', 'iban:DE89  3704\t0044_0532/0130\n00'],
    ['078-05-1120', 'us-ssn:078-05-1120'],
    ['078.05.1120', 'us-ssn:078.05.1120'],
    ['078  05  1120', 'us-ssn:078  05  1120'],
    ['078\t05\t1120', 'us-ssn:078\t05\t1120'],
    ['078_05_1120', 'us-ssn:078_05_1120'],
    ['from 192.168.10.255, twice', 'ip:192.168.10.255'],
    ['2001:db8::8a2e:370:7334', 'ip:2001:db8::8a2e:370:7334'],
    ['[fe80::1ff:fe23:4567:890a]:443', 'ip:fe80::1ff:fe23:4567:890a'],
  ];
  for (const [text, expected] of cases) assert.deepEqual(find(text), [expected], text);
});

test('what only looks like it is left alone', () => {
  for (const text of [
    'user@localhost',
    'see @acme and a@',
    '4111 1111 1111 1112',
    '0000 0000 0000 0000',
    'DE88370400440532013000',
    'XX89370400440532013000',
    '000-12-3456, 666-12-3456, 900-12-3456, 123-00-1234, 123-45-0000',
    '999.1.1.1',
    'version 1.2.3.4.5',
    'at 12:34:56 on 2024-01-15',
    'called on 2024-01-15 about',
    'std::vector<int>::iterator',
    'order 5551234567',
    'CASE-0192 costs 1,299.00',
    '“”@example.com and “ @ ”',
    // Check digits that hold by chance: figures, dates and amounts in a row.
    '4.111111111111111',
    '41.11 11.11 11.11 11.11',
    '4111.11.11-1111.11.11',
    'USD 123.45 6789',
  ]) {
    assert.deepEqual(find(text), [], text);
  }
});

test('only the detectors that are asked for claim anything', () => {
  const text =
    'ana@acme.com +41 79 123 45 69 4111 1111 1111 1111 DE89370400440532013000 078-05-1120, 10.0.0.1';
  for (const one of all) assert.deepEqual([...new Set(find(text, [one]).map((f) => f.split(':')[0]))], [one]);
  assert.equal(find(text).length, 6);
  assert.deepEqual(find(text, []), []);
});

test('numbers side by side are both found whole', () => {
  assert.deepEqual(find('+41 79 123 45 69 4111 1111 1111 1111'), [
    'phone:+41 79 123 45 69',
    'credit-card:4111 1111 1111 1111',
  ]);
  assert.deepEqual(find('tel 415-555-0100 078-05-1120'), ['phone:415-555-0100', 'us-ssn:078-05-1120']);
});

test('overlapping findings are one', () => {
  assert.deepEqual(find('+41791234567@acme.com'), ['email:+41791234567@acme.com']);
});

test('each finds beside others what it finds alone; where all is hidden alike, the same places are found with less', () => {
  const piece = fc.constantFrom(
    ...[
      '4111 1111 1111 1111',
      '078-05-1120',
      '+41 79 123 45 67',
      '(415) 555-0199',
      '4155550100',
      '020 7946 0958',
    ],
    ...['DE89 3704 0044 0532 0130 00', 'GB82WEST12345698765432', '10.0.0.1', '::ffff:10.0.0.1', '@acme.com'],
    ...[
      'ana@a.gb82 ',
      'WEST 1234 5698 7654 32',
      ' x12',
      ' ext. 7',
      '.',
      '-',
      ' ',
      ' ',
      ', ',
      '(',
      ')',
      '+',
      '12',
      '4444',
      'phone ',
      '\u00a0',
    ],
  );
  let overlaps = 0;
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.subarray([...all], { minLength: 2 }),
      (pieces, wanted) => {
        const bytes = Buffer.from(pieces.join(''));
        const alone = wanted.flatMap((one) => findPersonalData(bytes, 0, bytes.length, new Set([one])));
        const together = findPersonalData(bytes, 0, bytes.length, new Set(wanted));
        const byPlace = (a: Finding, b: Finding): number =>
          a.start - b.start || a.end - b.end || all.indexOf(a.detector) - all.indexOf(b.detector);
        assert.deepEqual(together.toSorted(byPlace), alone.toSorted(byPlace));
        const alike = findPersonalData(bytes, 0, bytes.length, new Set(wanted), true);
        const places = (found: Finding[]): unknown =>
          mergeFindings(found).map(({ start, end }) => [start, end]);
        assert.deepEqual(places([...alike]), places([...together]));
        if (alike.length < together.length) overlaps++;
      },
    ),
    { numRuns: runs(1000) },
  );
  assert.ok(overlaps > 20, `only ${overlaps} texts in which something lies in something else`);
});

test('a hostile text costs no more than its length', () => {
  // Counted, not timed: the scanner may look at a byte a bounded number of times.
  for (const piece of [
    '1',
    '1 ',
    '@',
    'a@',
    '1-',
    '::',
    'a:',
    '+1',
    'DE',
    '(1',
    '1.',
    '%40',
    'DE1 ',
    '"@',
    '@"',
    '＠',
    '好@',
    'a.好@',
    '1\t',
    '1  ',
    '1_',
    '111.',
    '1 - ',
    '1111\n',
    'DE1. ',
  ]) {
    const bytes = Buffer.from(piece.repeat(2_000));
    let reads = 0;
    const counted = new Proxy(bytes, {
      get: (target, key) => {
        reads++;
        const value: unknown = Reflect.get(target, key);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    findPersonalData(counted, 0, bytes.length, new Set(all));
    assert.ok(reads < bytes.length * 400, `${piece}: ${reads} reads of ${bytes.length} bytes`);
  }
});
