import { isMap, isScalar } from 'yaml';
import { plain } from '../../markdown/plain.ts';
import type { Analysis } from '../analyse.ts';
import { hoverCondition } from '../cel/hover-condition.ts';
import { ruleAt } from '../document/rule-at.ts';
import { shapesAt } from '../document/shapes-at.ts';
import { ruleMeaning } from '../meaning/rule-meaning.ts';
import { hoverSnapshot } from '../snapshot/hover-snapshot.ts';
import { describe } from './describe.ts';
import { hoverName } from './hover-name.ts';
import { nodeAt } from './node-at.ts';

/** What to say about a place, in Markdown, and the offsets of what it is about. */
export interface PolicyHover {
  readonly start: number;
  readonly end: number;
  readonly markdown: string;
}

/** What stands at an offset: what a rule means, what a keyword does, what a name is. */
export function hover(analysis: Analysis, offset: number): PolicyHover | undefined {
  const found = nodeAt(analysis.sources, offset);
  if (found === undefined) return undefined;
  const { node, path, isKey } = found;
  const [start, end] = node.range ?? [0, 0];
  const say = (markdown: string | undefined): PolicyHover | undefined =>
    markdown === undefined || markdown === '' ? undefined : { start, end, markdown };
  if (analysis.snapshot !== undefined) return say(hoverSnapshot(analysis, found));
  if (!isKey && path.at(-1) === 'when' && isScalar(node)) return hoverCondition(analysis, node, offset);
  const rule = ruleAt(analysis, offset);
  const effect = isMap(rule?.node) ? rule.node.get('effect') : undefined;
  const shapes = shapesAt(path, typeof effect === 'string' ? effect : undefined);
  const inRule = path.length === 4 && path[0] === 'spec' && path[1] === 'rules';
  if (inRule && (path[3] === 'id' || path[3] === 'effect')) {
    const meaning = rule?.place === undefined ? undefined : plain(ruleMeaning(rule.place.rule));
    const keyword = isKey ? describe(shapes, undefined) : undefined;
    return say([meaning, keyword].filter((one) => one !== undefined).join('\n\n'));
  }
  if (isKey) {
    // Keys that are names: fields of a filter, claims.
    const named = hoverName(analysis, rule?.node, path.slice(0, -1), String(path.at(-1)));
    return say(named ?? describe(shapes, undefined));
  }
  const word = isScalar(node) ? String(node.value) : undefined;
  const named = word === undefined ? undefined : hoverName(analysis, rule?.node, path, word);
  return say(named ?? describe(shapes, word));
}
