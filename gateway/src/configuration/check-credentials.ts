import { stores } from '../protocols/stores.ts';
import type { WrittenConfiguration } from './configuration-schema.ts';
import type { DescribedProblem } from './describe-problem.ts';

/** Headers that say what a message is and where it ends: the gate writes them itself. */
const taken =
  /^(host|connection|keep-alive|te|trailer|upgrade|expect|transfer-encoding|accept.*|content-.*)$/i;

/** Credentials that say two things at once, or half of one. */
export function checkCredentials(written: WrittenConfiguration): DescribedProblem[] {
  const problems: DescribedProblem[] = [];
  for (const [i, { name, store, credential }] of written.connections.entries()) {
    if (credential === undefined) continue;
    const { scheme, user, header, prefix } = credential;
    const say = (key: string, message: string, remedy: string): void => {
      const path = ['connections', String(i), 'credential', ...(key in credential ? [key] : [])];
      problems.push({ path, atKey: key in credential, message, remedy });
    };
    for (const key of ['header', 'prefix'] as const) {
      if (scheme === undefined || credential[key] === undefined) continue;
      say(
        key,
        `The credential of ${name} has a scheme and a ${key}.`,
        `Remove ${key}: the scheme ${scheme} says where the secret stands.`,
      );
    }
    if (scheme === 'jwt-rbac' && stores[store].mint === undefined) {
      say(
        'scheme',
        `The credential of ${name} has the scheme jwt-rbac, which ${store} does not know.`,
        'Use it for Qdrant, or another scheme.',
      );
    }
    if (scheme === 'basic' && user === undefined) {
      say('user', `The credential of ${name} lacks user.`, 'Add user: the scheme basic names one.');
    }
    if (scheme !== 'basic' && user !== undefined) {
      say('user', `The credential of ${name} has a user and not the scheme basic.`, 'Add scheme: basic.');
    }
    if (user?.includes(':')) {
      say(
        'user',
        `The user of the credential of ${name} has a colon, which the scheme basic cannot carry.`,
        'Name a user without one.',
      );
    }
    if (header !== undefined && taken.test(header)) {
      say(
        'header',
        `The header ${header} is written by the gateway itself.`,
        'Name the header in which the store looks for its key, e.g. x-chroma-token.',
      );
    }
    if (prefix !== undefined && !/^[\t\x20-\x7e]*$/.test(prefix)) {
      say('prefix', `No header can carry the prefix of ${name}.`, 'Use printable ASCII.');
    }
  }
  return problems;
}
