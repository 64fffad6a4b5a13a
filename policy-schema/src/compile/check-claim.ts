import type { ClaimType } from '../operation/identity.ts';
import type { CompileContext } from './compile-context.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './policy-source.ts';

/** The declared type of a claim; reports one that no issuer declares. Undefined: not known here. */
export function checkClaim(
  context: CompileContext,
  name: string,
  path: Path,
  where: 'key' | 'value',
): ClaimType | 'mixed' | undefined {
  const { claims, source } = context;
  if (claims === undefined) return undefined;
  if (Object.hasOwn(claims, name)) return claims[name];
  const remedy = didYouMean(name, Object.keys(claims), 'Declare it for an issuer in the configuration.');
  const message = `No issuer declares a claim called ${name}.`;
  if (where === 'key') source.atKey(path, 'unknown-claim', message, remedy);
  else source.atPath(path, 'unknown-claim', message, remedy);
  return undefined;
}
