import { isMap, isScalar, isSeq } from 'yaml';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { slug } from '../document/slug.ts';
import type { TextChange } from '../document/text-change.ts';
import type { FixPlace } from './fix-place.ts';
import { insertEntry } from './insert-entry.ts';
import { insertKey } from './insert-key.ts';
import { moveToGuard } from './move-to-guard.ts';
import { removeKey } from './remove-key.ts';
import { removeRule } from './remove-rule.ts';

/** Fixes by what a code means, where more than one place of a rule is touched. */
export function ruleFixes(place: FixPlace): Fix[] {
  const { diagnostic, node, text, source, map } = place;
  const { start, end, code } = diagnostic;
  const here = (written: string): TextChange[] => [{ start, end, text: written }];
  switch (code) {
    case 'key-not-for-effect':
    case 'rate-in-permit':
      return moveToGuard(place);
    case 'guard-empty':
      return place.rule === undefined
        ? []
        : [{ title: 'Delete the rule', changes: removeRule({ source, index: place.rule.index }) }];
    case 'number-out-of-range': {
      const [, least, most = Infinity] = /from (\S+) (?:to (\d+))?/.exec(diagnostic.remedy) ?? [];
      const value = isScalar(node) ? Math.round(Number(node.value)) : Number.NaN;
      const bound = Math.min(Number(most), Math.max(Number(least), value));
      return Number.isFinite(bound) ? [{ title: `Change to ${bound}`, changes: here(`${bound}`) }] : [];
    }
    case 'permit-names-nobody':
    case 'permit-names-nothing': {
      const named = place.pair?.value;
      const [key, value] = code === 'permit-names-nobody' ? ['groups', '[GROUP]'] : ['collections', '[NAME]'];
      return isMap(named)
        ? [{ title: `Add ${key}: ${value}`, changes: insertKey(text, named, key!, value!) }]
        : [];
    }
    case 'limit-without-class': {
      const operations = place.inRule('operations');
      if (isScalar(node) && node.value === 'records') return [];
      const name = isScalar(node) && node.value === 'topK' ? 'search' : 'scan';
      return isSeq(operations)
        ? [
            {
              title: `Add ${name} to operations`,
              changes: insertEntry(text, operations, name),
              preferred: true,
            },
          ]
        : [];
    }
    case 'on-exceed-without-top-k':
      return map === undefined
        ? []
        : [{ title: 'Add topK: 50', changes: insertKey(text, map, 'topK', '50') }];
    case 'mask-partial-keeps-nothing':
      return [
        ...(map === undefined
          ? []
          : [{ title: 'Add keepLast: 4', changes: insertKey(text, map, 'keepLast', '4'), preferred: true }]),
        { title: 'Use redact', changes: here('redact') },
      ];
    case 'mask-method-unsupported':
      return ['hash', 'redact']
        .filter((one) => !place.analysis.surroundings.catalogue?.unsupported?.includes(one))
        .map((method) => ({ title: `Use ${method}`, changes: here(method) }));
    case 'mask-keep-without-partial': {
      const method = map?.get('method', true);
      return isScalar(method) && method.range
        ? [
            {
              title: 'Use method partial',
              changes: [{ start: method.range[0], end: method.range[1], text: 'partial' }],
            },
          ]
        : [];
    }
    case 'mask-detectors-whole': {
      const detectors = map?.items.find(({ key }) => isScalar(key) && key.value === 'detectors');
      return [
        { title: 'Use redact', changes: here('redact'), preferred: true },
        ...(isMap(map) && detectors !== undefined
          ? [{ title: 'Remove detectors', changes: removeKey(text, map, detectors) }]
          : []),
      ];
    }
    case 'rule-id-taken':
    case 'policy-name-taken':
    case 'pattern-name-taken': {
      const name = isScalar(node) ? `${String(node.value)}-2` : '';
      return [{ title: `Call it ${name}`, changes: here(name) }];
    }
    case 'pattern-name-built-in':
      return isScalar(node)
        ? [
            {
              title: `Call it our-${String(node.value)}`,
              changes: here(`our-${String(node.value)}`),
              preferred: true,
            },
          ]
        : [];
    case 'wrong-form':
      return isScalar(node) && typeof node.value === 'string' ? formed(place, node.value, here) : [];
    case 'wrong-type': {
      // A value that begins with # is a comment: the key has no value.
      const comment = /^[ \t]*(#[^\r\n]*)/.exec(text.slice(start));
      if (isScalar(node) && node.value === null && comment !== null) {
        const at = start + comment[0].length - comment[1]!.length;
        const written = comment[1]!.trimEnd();
        const changes = [{ start: at, end: at + written.length, text: JSON.stringify(written) }];
        return [{ title: 'Put it in quotes', changes, preferred: true }];
      }
      return [];
    }
    default:
      return [];
  }
}

function formed(place: FixPlace, value: string, here: (text: string) => TextChange[]): Fix[] {
  const key = place.path.at(-1);
  if (key === 'expires' && /^\d{4}-\d\d-\d\d$/.test(value) && !place.path.includes('approval'))
    return [{ title: 'End it with that day, UTC', changes: here(`"${value}T23:59:59Z"`), preferred: true }];
  if (key === 'id' || key === 'name') {
    const name = slug(value);
    return name === '' ? [] : [{ title: `Call it ${name}`, changes: here(name), preferred: true }];
  }
  return [];
}
