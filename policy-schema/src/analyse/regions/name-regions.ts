import { type Glob, matchesGlob } from '../../compile/glob.ts';

/** A name for each set of patterns that some name satisfies together. */
const mostStates = 4_000;

/** Positions in a pattern at which a match may stand, one bit each. */
type Positions = bigint;

interface Automaton {
  readonly tokens: readonly string[];
  readonly stars: Positions;
}

const automatonOf = ({ text }: Glob): Automaton => {
  const tokens = [...text];
  let stars = 0n;
  for (const [i, token] of tokens.entries()) if (token === '*') stars |= 1n << BigInt(i);
  return { tokens, stars };
};

/**
 * A star may stand for nothing, so what is at a star is behind it too. What has come to a later star needs to remember
 * no earlier position: from there all is matched that was matched from before.
 */
function settle({ tokens, stars }: Automaton, positions: Positions): Positions {
  let settled = positions;
  for (let i = 0; i < tokens.length; i++)
    if (tokens[i] === '*' && (settled >> BigInt(i)) & 1n) settled |= 1n << BigInt(i + 1);
  const atStars = settled & stars;
  if (atStars === 0n) return settled;
  const last = BigInt(atStars.toString(2).length - 1);
  return (settled >> last) << last;
}

function step(automaton: Automaton, positions: Positions, character: string): Positions {
  const { tokens } = automaton;
  let next = 0n;
  for (let i = 0; i < tokens.length; i++) {
    if (((positions >> BigInt(i)) & 1n) === 0n) continue;
    if (tokens[i] === '*') next |= 1n << BigInt(i);
    else if (tokens[i] === character) next |= 1n << BigInt(i + 1);
  }
  return settle(automaton, next);
}

/** A character that stands in none of the patterns. */
const strangeTo = (known: ReadonlySet<string>): string => {
  for (const character of 'xzqwkj0123456789') if (!known.has(character)) return character;
  let code = 0x4e00;
  while (known.has(String.fromCodePoint(code))) code++;
  return String.fromCodePoint(code);
};

/**
 * Partitions all names by the patterns that they satisfy: one name for each part that is not empty, exactly. Names that
 * stand in the patterns without a star are parts of their own. Undefined: there are too many parts to look at.
 */
export function nameRegions(globs: readonly Glob[]): readonly string[] | undefined {
  const distinct = [...new Map(globs.map((glob) => [glob.text, glob])).values()];
  const literals = new Set(distinct.filter(({ parts }) => parts.length === 1).map(({ text }) => text));
  const patterns = distinct.filter(({ parts }) => parts.length > 1);
  const found = openRegions(patterns, literals);
  if (found === undefined) return undefined;
  const names = [...literals, ...found];
  const regions = new Map<string, string>();
  for (const name of names) {
    const key = distinct.map((glob) => (matchesGlob(glob, name) ? '1' : '0')).join('');
    if (!regions.has(key)) regions.set(key, name);
  }
  return [...regions.values()];
}

/**
 * The same for patterns with stars: all their automata walked at once, shortest names first. A beginning of a name without
 * a star is a state of its own: else the only way that is walked to a part might end in just that name.
 */
function openRegions(patterns: readonly Glob[], literals: ReadonlySet<string>): string[] | undefined {
  const automata = patterns.map(automatonOf);
  const ends = automata.map(({ tokens }) => 1n << BigInt(tokens.length));
  const known = new Set(automata.flatMap(({ tokens }) => tokens).filter((token) => token !== '*'));
  const characters = [...known, strangeTo(new Set([...known, ...[...literals].join('')]))];
  const regions = new Map<string, string>();
  const start = automata.map((automaton) => settle(automaton, 1n));
  // No character at all is a beginning of every name: what comes back to the start has left them.
  const seen = new Set([literals.size > 0 ? `${start.join()} ` : start.join()]);
  const beginnings = new Set(
    [...literals].flatMap((name) => [...name].map((_, i, all) => all.slice(0, i + 1).join(''))),
  );
  let states = 1;
  const queue: [positions: readonly Positions[], name: string][] = [[start, '']];
  for (let at = 0; at < queue.length; at++) {
    const [positions, before] = queue[at]!;
    for (const character of characters) {
      const name = before + character;
      const next = automata.map((automaton, i) => step(automaton, positions[i]!, character));
      const accepted = next.map((one, i) => ((one & ends[i]!) === 0n ? '0' : '1')).join('');
      const witness = regions.get(accepted);
      if (witness === undefined || literals.has(witness)) regions.set(accepted, name);
      const isBeginning = beginnings.has(name);
      const state = isBeginning ? `${next.join()} ${name}` : next.join();
      if (seen.has(state)) continue;
      // Of beginnings there are only as many as stand in the patterns.
      if (!isBeginning && states++ >= mostStates) return undefined;
      seen.add(state);
      queue.push([next, name]);
    }
  }
  return [...regions.values()];
}
