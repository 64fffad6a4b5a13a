import { didYouMean } from '../../../compile/did-you-mean.ts';
import { remedyParts } from '../../../compile/remedy.ts';
import type { Finding, Lint } from '../../lint/lint.ts';
import { entriesIn, scalarIn, specOf } from '../snapshot-nodes.ts';

/** What nobody reads: connections and issuers that are not configured, connections that no rule is about. */
export const unread: Lint = {
  *find({ snapshot, compilation, surroundings: { catalogue, files } }): Iterable<Finding> {
    const spec = snapshot && specOf(snapshot)?.spec;
    if (spec === undefined) return;
    const isConfigured = catalogue?.configured === true;
    for (const [key, word] of [
      ['connections', 'connection'],
      ['issuers', 'issuer'],
    ] as const) {
      if (!isConfigured) break;
      const known = catalogue[key].map(({ name }) => name);
      for (const entry of entriesIn(spec, key)) {
        const name = scalarIn(entry, 'name');
        if (typeof name?.value !== 'string' || known.includes(name.value)) continue;
        const meant = didYouMean(name.value, known, 'Correct it, or remove it.');
        yield {
          start: name.range[0],
          end: name.range[1],
          code: 'catalogue-unread',
          message: `The configuration has no ${word} called ${name.value}: what is said of it is not read.`,
          ...remedyParts(meant),
        };
      }
    }
    // Rules that do not compile, and other files, may name it.
    if (files === undefined || compilation.problems.length > 0 || compilation.places.length === 0) return;
    const named = new Set<string>();
    for (const { compiled } of compilation.places) {
      const own = compiled.resources?.connections;
      if (own === undefined) return;
      for (const name of own) named.add(name);
    }
    for (const entry of entriesIn(spec, 'connections')) {
      const name = scalarIn(entry, 'name');
      if (typeof name?.value !== 'string' || named.has(name.value)) continue;
      if (isConfigured && !catalogue.connections.some((one) => one.name === name.value)) continue;
      yield {
        start: name.range[0],
        end: name.range[1],
        code: 'catalogue-unused',
        message: `No rule of these policies is about the connection ${name.value}.`,
        remedy: 'Remove it, or keep it for rules to come.',
      };
    }
  },
};
