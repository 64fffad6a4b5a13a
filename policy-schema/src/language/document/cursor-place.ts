import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import type { Path } from '../../compile/policy-source.ts';
import { ruleWindow } from './rule-window.ts';

/** Where a cursor stands in a document, half-typed or not. */
export interface CursorPlace {
  /** The place whose value is being written; for `key`, the map whose key is. */
  readonly path: Path;
  /** `slot`: nothing but the cursor stands there, so that a key, an entry or a word may begin. */
  readonly role: 'key' | 'value' | 'slot';
  /** Keys that the map has already. */
  readonly keys: readonly string[];
  /** Entries that the list has already. */
  readonly entries: readonly string[];
  /** The effect of the rule around it. */
  readonly effect: string | undefined;
  /** The rule around it, as far as it is written. */
  readonly rule: Node | undefined;
  /** What is being written, in offsets of the text: completing replaces it. */
  readonly start: number;
  readonly end: number;
  /** Whether it stands in quotes. */
  readonly quoted: boolean;
  /** Whether it stands within brackets or braces. */
  readonly flow: boolean;
  /** Whether a `- ` is still to be written. */
  readonly needsDash: boolean;
  /** Whether a colon follows already. */
  readonly hasColon: boolean;
  /** The text before the cursor in the value. */
  readonly typed: string;
}

const mark = 'vgcursor';

/** Finds where a cursor stands by writing a word there and looking where the parser puts it. */
export function cursorPlace(
  text: string,
  offset: number,
  window = ruleWindow(text, offset),
  isJson = false,
): CursorPlace | undefined {
  const at = offset - window.skipped;
  const start = window.text.lastIndexOf('\n', at - 1) + 1;
  const lineEnd = window.text.indexOf('\n', at);
  const before = window.text.slice(start, at);
  const after = window.text.slice(at, lineEnd === -1 ? undefined : lineEnd).replace(/\r$/, '');
  if (!isJson && /(^|\s)#/.test(before.replace(/"(\\.|[^"\\])*"?|'[^']*'?/g, 'q'))) return undefined;
  const alone = !isJson && /^\s*(- +)*[\w.$-]*$/.test(before) && after.trim() === '';
  const forms: readonly (readonly [insert: string, dash: boolean])[] = alone
    ? [[`${mark}:`, false], ...(/^\s*[\w.$-]*$/.test(before) ? ([[`- ${mark}:`, true]] as const) : [])]
    : [[mark, false]];
  let best: { place: CursorPlace; errors: number } | undefined;
  for (const [insert, dash] of forms) {
    const word = dash ? (/[\w.$-]*$/.exec(before)?.[0].length ?? 0) : 0;
    const from = at - word;
    const tried = window.text.slice(0, from) + insert + window.text.slice(at);
    const document = parseDocument(tried, { version: '1.2', uniqueKeys: false, prettyErrors: false });
    const found = find(document.contents as Node | null, tried);
    if (found === undefined) continue;
    const back = (position: number): number => {
      if (position <= from) return position + window.skipped;
      return (position <= from + insert.length ? at : position - insert.length + word) + window.skipped;
    };
    const end = back(found.end);
    const place = {
      ...found,
      needsDash: dash,
      start: dash ? from + window.skipped : back(found.start),
      end,
      hasColon: found.isKey && /^["']?[ \t]*:/.test(text.slice(end)),
    };
    if (best === undefined || document.errors.length < best.errors)
      best = { place, errors: document.errors.length };
  }
  return best?.place;
}

type Found = Omit<CursorPlace, 'needsDash' | 'hasColon'> & { readonly isKey: boolean };

function find(contents: Node | null, text: string): Found | undefined {
  let found: Found | undefined;
  if (contents === null) return undefined;
  visit(contents, {
    Scalar(key, node, ancestors) {
      const written =
        node.range === undefined || node.range === null ? '' : text.slice(node.range[0], node.range[1]);
      if (!written.includes(mark)) return undefined;
      found = describe(node, key === 'key', [...ancestors] as (Node | Pair)[], text);
      return visit.BREAK;
    },
  });
  return found;
}

function describe(node: Scalar, isKey: boolean, above: (Node | Pair)[], text: string): Found | undefined {
  const path: (string | number)[] = [];
  let rule: Node | undefined;
  for (const [i, one] of above.entries()) {
    const next = above[i + 1] ?? node;
    if (isSeq(one)) path.push(one.items.indexOf(next));
    else if (isPair(one) && !(isKey && i === above.length - 1))
      path.push(isScalar(one.key) ? String(one.key.value) : '');
    if (path.length === 3 && path[0] === 'spec' && path[1] === 'rules') rule ??= next as Node;
  }
  const owner = above.findLast((one) => !isPair(one)) as Node | undefined;
  const [start = 0, end = 0] = node.range ?? [];
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  const written = text.slice(start, end);
  const value = String(node.value);
  // Words that run over lines were never typed as one.
  if (/\n/.test(written)) return undefined;
  const keys = isMap(owner)
    ? owner.items.flatMap(({ key }) => (isScalar(key) && key !== node ? [String(key.value)] : []))
    : [];
  const entries = isSeq(owner)
    ? owner.items.flatMap((item) => (isScalar(item) && item !== node ? [String(item.value)] : []))
    : [];
  const effect = isMap(rule) ? rule.get('effect') : undefined;
  const sole = isKey && keys.length === 0;
  return {
    path,
    role: isKey ? (sole && !isFlow(owner) ? 'slot' : 'key') : 'value',
    keys,
    entries,
    effect: typeof effect === 'string' ? effect.replace(mark, '') : undefined,
    rule,
    start: quoted ? start + 1 : start,
    end: quoted
      ? Math.max(start + 1, written.length > 1 && written.at(-1) === written[0] ? end - 1 : end)
      : end,
    quoted,
    flow: above.some(isFlow),
    isKey,
    typed: value.slice(0, Math.max(0, value.indexOf(mark))),
  };
}

const isFlow = (one: unknown): boolean => (isMap(one) || isSeq(one)) && one.flow === true;
