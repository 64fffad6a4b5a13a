import { spokenShort } from '../../language/meaning/spoken.ts';
import { codeSpan } from '../../markdown/code-span.ts';
import { plain } from '../../markdown/plain.ts';
import type { TestIdentity } from '../../schema/test/identity-schema.ts';

/** Who an identity of a test is, in one sentence. */
export function identityMeaning(name: string, written: TestIdentity): string {
  const { kind = 'person', subject, issuer, groups = [], groupsComplete = true, claims = {} } = written;
  const what = kind === 'person' ? 'a person' : 'a service';
  const known = [
    ...(subject === undefined ? [] : [`subject ${codeSpan(subject)}`]),
    ...(issuer === undefined ? [] : [`of issuer ${codeSpan(issuer)}`]),
    groups.length === 0 ? 'in no group' : `in ${spokenShort(groups.map(codeSpan))}`,
    ...(groupsComplete ? [] : ['maybe in others too']),
    ...Object.entries(claims).map(
      ([claim, value]) => `claim ${codeSpan(claim)} ${plain(JSON.stringify(value))}`,
    ),
  ];
  return `Identity ${codeSpan(name)}: ${[what, ...known].join(', ')}.`;
}
