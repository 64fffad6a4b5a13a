import type { Node } from 'yaml';
import { compileGlob, matchesGlob } from '../../compile/glob.ts';
import type { Path } from '../../compile/policy-source.ts';
import { codeSpan } from '../../markdown/code-span.ts';
import { plain } from '../../markdown/plain.ts';
import type { Analysis } from '../analyse.ts';
import { reservedFields } from '../complete/field-candidates.ts';
import { connectionsOf } from '../document/rule-scope.ts';
import { collectionFacts } from '../meaning/collection-facts.ts';
import { shareText } from '../meaning/field-facts.ts';
import { spokenShort } from '../meaning/spoken.ts';
import { hoverField } from './hover-field.ts';

/** What a name of a rule stands for, as far as the catalogue and the policies know. */
export function hoverName(
  analysis: Analysis,
  rule: Node | undefined,
  path: Path,
  name: string,
): string | undefined {
  const catalogue = analysis.surroundings.catalogue ?? { connections: [], issuers: [] };
  switch (path.findLast((step): step is string => typeof step === 'string')) {
    case 'connections': {
      const one = catalogue.connections.find((connection) => connection.name === name);
      if (one === undefined) return undefined;
      const count = one.collections === undefined ? '' : `, ${one.collections.length} collections`;
      const same = (one.sameDatabaseAs ?? []).map(codeSpan);
      const also = same.length === 0 ? '' : ` It leads to the same database as ${spokenShort(same)}.`;
      return `Connection ${codeSpan(name)}: ${plain(one.store)}${count}.${also}`;
    }
    case 'collections': {
      const glob = compileGlob(name);
      const all = connectionsOf(rule, catalogue).flatMap(({ collections = [] }) => collections);
      const own = all.filter((collection) => matchesGlob(glob, collection.name));
      if (all.length === 0) return undefined;
      if (glob.parts.length > 1) {
        const names = own.map((collection) => codeSpan(collection.name));
        return own.length === 0
          ? `${codeSpan(name)} matches no collection now.`
          : `Matches ${spokenShort(names)}.`;
      }
      const [one] = own;
      if (one === undefined) return undefined;
      const fields = (one.fields ?? []).map((field) => {
        const share = shareText(one, field);
        const type = field.type ?? field.types?.join(' or ');
        const told = [...(type === undefined ? [] : [type]), ...(share === undefined ? [] : [`in ${share}`])];
        return `- ${codeSpan(field.path)}${told.length === 0 ? '' : `: ${told.join(', ')}`}`;
      });
      const about = collectionFacts(one);
      return [`Collection ${codeSpan(name)}.${about === undefined ? '' : ` ${about}`}`, ...fields].join('\n');
    }
    case 'groups':
      return ofIssuer(analysis, rule, name, 'Group');
    case 'services':
      return ofIssuer(analysis, rule, name, 'Service');
    case 'claim':
    case 'claims': {
      const types = catalogue.issuers.flatMap((issuer) =>
        Object.hasOwn(issuer.claims, name) ? [plain(`${issuer.claims[name]} (${issuer.name})`)] : [],
      );
      return types.length === 0 ? undefined : `Claim ${codeSpan(name)}: ${spokenShort(types)}.`;
    }
    case 'detectors':
      return analysis.compilation.patterns.has(name)
        ? `Pattern ${codeSpan(name)} of these policies.`
        : undefined;
    case 'fields':
    case 'except':
    case 'filter': {
      const reserved = reservedFields[name];
      if (reserved !== undefined) return `${codeSpan(name)}: ${reserved}.`;
      if (path.includes('except') && !path.includes('mask')) return undefined;
      return hoverField(analysis, rule, path, name);
    }
    default:
      return undefined;
  }
}

function ofIssuer(
  analysis: Analysis,
  rule: Node | undefined,
  name: string,
  word: string,
): string | undefined {
  const { catalogue } = analysis.surroundings;
  if (catalogue === undefined) return undefined;
  const colon = name.indexOf(':');
  const people = connectionsOf(rule, catalogue)[0]?.people ?? catalogue.issuers[0]?.name ?? 'people';
  const issuer = colon === -1 ? people : name.slice(0, colon);
  return `${word} ${codeSpan(name.slice(colon + 1))} of issuer ${codeSpan(issuer)}.`;
}
