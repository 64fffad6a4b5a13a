import type { Node } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { compileGlob } from '../../compile/glob.ts';
import type { Path } from '../../compile/policy-source.ts';
import type { Analysis } from '../analyse.ts';
import type { Catalogue } from '../catalogue.ts';
import { ruleNodes } from '../document/rule-at.ts';
import { ruleNode } from '../document/rule-node.ts';
import { collectionsOf, connectionsOf } from '../document/rule-scope.ts';
import { maskedExample } from '../hover/masked-example.ts';
import { collectionsLike } from '../lint/collections-by-name.ts';
import { howLong } from '../meaning/how-long.ts';

/** A few words that an editor shows behind a place, and that are no part of its text. */
export interface InlayHint {
  readonly at: number;
  readonly text: string;
}

type Told = readonly [path: Path, text: string];

/** Most characters of a masked value: a line is to be read beside it. */
const longest = 28;

/**
 * What sound rules between two offsets say without saying it: how many collections a pattern stands for, what a mask leaves of a
 * value, for whom and how often a rate is, what becomes of more than a limit, how far off an end is. What the words
 * say themselves is not said again.
 */
export function inlayHints(
  analysis: Analysis,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): readonly InlayHint[] {
  const { catalogue, now } = analysis.surroundings;
  return ruleNodes(analysis).flatMap(({ node, start, end, place }) => {
    if (place === undefined || end < from || start > to) return [];
    const told = [
      ...(catalogue === undefined ? [] : patterns(place, node, catalogue)),
      ...limits(place),
      ...masks(place, node, catalogue),
      ...ends(place, now),
    ];
    return told
      .flatMap(([path, text]) => {
        const range = ruleNode(place, ...path)?.range;
        return range ? [{ at: range[1], text }] : [];
      })
      .filter(({ at }) => at >= from && at <= to)
      .sort((a, b) => a.at - b.at);
  });
}

function patterns({ rule: { resources } }: CompiledPlace, node: Node, catalogue: Catalogue): Told[] {
  const { tenants, databases, namespaces, collections = [] } = resources ?? {};
  const connections = connectionsOf(node, catalogue);
  // Of a part of a store, or of what may be more than is listed, nobody knows how many there are.
  if ((tenants ?? databases ?? namespaces) !== undefined) return [];
  if (connections.some((one) => one.collections === undefined || one.partial)) return [];
  return collections.flatMap((text, i): Told[] => {
    const glob = compileGlob(text);
    if (glob.parts.length === 1) return [];
    const count = connections.reduce((sum, one) => sum + [...collectionsLike(one, glob)].length, 0);
    return count === 0 ? [] : [[['resources', 'collections', i], `${count} now`]];
  });
}

function limits({ compiled, rule }: CompiledPlace): Told[] {
  if (rule.effect !== 'guard' && rule.effect !== 'require-approval') return [];
  const { limits, rate } = compiled;
  const told: Told[] = [];
  if (limits?.topK !== undefined && rule.limits?.onExceed === undefined)
    told.push([['limits', 'topK'], compiled.monitored ? 'more would be refused' : 'more is refused']);
  if (rate !== undefined) {
    const hourly = (rate.count * 3600) / rate.windowSeconds;
    const often = rate.windowSeconds < 3600 ? `, ${hourly.toLocaleString('en')}/h` : '';
    told.push([['limits', 'rate'], `each caller${often}`]);
  }
  return told;
}

function masks({ rule }: CompiledPlace, node: Node, catalogue: Catalogue | undefined): Told[] {
  const entries = ('mask' in rule && rule.mask) || [];
  return entries.flatMap((entry, i): Told[] => {
    const { fields, method, detectors } = entry;
    const [name] = fields;
    if (fields === 'all' || name === undefined || name.startsWith('$') || detectors !== undefined) return [];
    const known = catalogue === undefined ? [] : collectionsOf(node, catalogue);
    const field = known
      .flatMap((collection) => collection.fields ?? [])
      .find(({ path, types }) => path === name && types === undefined);
    const to = maskedExample(name, field?.type, entry)?.to;
    if (to === undefined || method === 'drop' || method === 'nullify' || to === '«redacted»') return [];
    const short = to.length > longest ? `${to.slice(0, longest / 2)}…` : to;
    return [[['mask', i, 'method'], `→ ${short}`]];
  });
}

const ends = ({ compiled: { expires } }: CompiledPlace, now: number): Told[] =>
  expires === undefined || expires <= now ? [] : [[['expires'], `in ${howLong(expires - now)}`]];
