import { isIP } from 'node:net';
import { isAbsolute, relative } from 'node:path';
import type { Configuration } from './configuration.ts';
import type { DescribedProblem } from './describe-problem.ts';

const parsesAsUrl = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

const isInside = (folder: string, file: string): boolean => {
  const path = relative(folder, file);
  return path === '' || !(path.startsWith('..') || isAbsolute(path));
};

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** What a schema cannot say: names that must exist or differ, addresses that must parse, keys outside the data. */
export function checkReferences(configuration: Configuration): DescribedProblem[] {
  const problems: DescribedProblem[] = [];
  const say = (path: readonly string[], message: string, remedy: string): void => {
    problems.push({ path, atKey: false, message, remedy });
  };

  const signIn = configuration.issuers.filter((issuer) => issuer.signIn !== undefined);
  if (signIn.length !== 1) {
    say(
      ['issuers'],
      `${signIn.length} issuers have signIn.`,
      'Give signIn to exactly one: the provider that people sign in with.',
    );
  }
  const seen = new Map<string, string>();
  const once = (path: readonly string[], kind: string, name: string): void => {
    if (seen.has(`${kind} ${name}`))
      say(path, `The ${kind} ${name} stands twice.`, 'Give each its own name.');
    seen.set(`${kind} ${name}`, name);
  };
  for (const [i, issuer] of configuration.issuers.entries()) {
    const at = ['issuers', String(i)];
    once([...at, 'name'], 'issuer', issuer.name);
    if (!parsesAsUrl(issuer.issuer, ['https:', 'http:'])) {
      say(
        [...at, 'issuer'],
        `The issuer of ${issuer.name} is not a URL.`,
        'Write it as the provider’s discovery has it, e.g. https://login.example.com.',
      );
    } else if (new URL(issuer.issuer).protocol === 'http:' && !isLoopback(new URL(issuer.issuer).hostname)) {
      say(
        [...at, 'issuer'],
        `The issuer of ${issuer.name} would be asked in clear.`,
        'Use https; http is for loopback only.',
      );
    }
    if (issuer.signIn === undefined && issuer.workloads === undefined) {
      say(
        at,
        `The issuer ${issuer.name} is neither for signIn nor for workloads.`,
        'Add one of them, or remove the issuer.',
      );
    }
  }
  for (const [i, connection] of configuration.connections.entries()) {
    const at = ['connections', String(i)];
    once([...at, 'name'], 'connection', connection.name);
    if (!parsesAsUrl(connection.address, ['http:', 'https:'])) {
      say(
        [...at, 'address'],
        `The address of ${connection.name} is not an http or https URL.`,
        'Write e.g. http://10.0.0.5:8000.',
      );
    }
    for (const [k, name] of connection.knownAs.entries()) {
      once([...at, 'knownAs', String(k)], 'name', name.toLowerCase());
      if (!/^[^\s/:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i.test(name)) {
        say(
          [...at, 'knownAs', String(k)],
          `${name} is not host:port.`,
          'Write it as notebooks do, e.g. chroma.internal:8000.',
        );
      }
    }
    if (
      connection.people !== undefined &&
      !configuration.issuers.some((issuer) => issuer.name === connection.people)
    ) {
      say(
        [...at, 'people'],
        `There is no issuer ${connection.people}.`,
        `Known issuers: ${configuration.issuers.map((x) => x.name).join(', ')}.`,
      );
    }
  }
  for (const name of ['data', 'control'] as const) {
    const listener = configuration.listeners[name];
    if (
      listener.tls === undefined &&
      !isLoopback(listener.host) &&
      !listener.publicUrl?.startsWith('https://')
    ) {
      say(
        ['listeners', name],
        `The ${name} listener would take tokens in clear on ${listener.host}.`,
        'Add tls, listen on 127.0.0.1, or set publicUrl to the https address of the TLS end in front of it.',
      );
    }
  }
  if ('file' in configuration.masterKey && isInside(configuration.data, configuration.masterKey.file)) {
    say(
      ['masterKey'],
      'The master key lies inside the data folder.',
      'Keep it elsewhere: who copies the data must not get its key.',
    );
  }
  return problems;
}
