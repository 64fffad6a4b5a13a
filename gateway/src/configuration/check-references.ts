import { isAbsolute, relative } from 'node:path';
import { stores } from '../protocols/stores.ts';
import type { Configuration } from './configuration.ts';
import type { DescribedProblem } from './describe-problem.ts';
import { isLoopback } from './is-loopback.ts';

const parsesAsUrl = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);

const isInside = (folder: string, file: string): boolean => {
  const path = relative(folder, file);
  return path === '' || !(path.startsWith('..') || isAbsolute(path));
};

const isSameIssuer = (a: string, b: string): boolean => a.replace(/\/+$/, '') === b.replace(/\/+$/, '');

/** An origin, with a path or without, and nothing else. */
/** `vscodium://vectorgate.vectorgate`: a desktop editor by the scheme that it opens. */
const isEditorScheme = (text: string): boolean =>
  /^[a-z][a-z0-9+.-]{1,31}:\/\/vectorgate\.vectorgate$/.test(text);
const isPlace = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null) return false;
  return /^https?:$/.test(url.protocol) ? !/[?#@*\s]/.test(text) : isEditorScheme(text);
};

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
    // Else a token that the provider gave a person for some other program would pass for a service in their groups.
    if (issuer.signIn !== undefined && issuer.workloads !== undefined) {
      say(
        [...at, 'workloads'],
        `The issuer ${issuer.name} is for signIn and for workloads: a person’s token could pass for a service.`,
        'Keep signIn here, and give workloads an issuer of their own, e.g. another realm or authorization server of the provider.',
      );
    }
    if (issuer.signIn === undefined && signIn.some((other) => isSameIssuer(other.issuer, issuer.issuer))) {
      say(
        [...at, 'issuer'],
        `The issuer ${issuer.name} is the provider that people sign in with: a person’s token could pass for a service.`,
        'Give workloads an issuer of their own, e.g. another realm or authorization server of the provider.',
      );
    }
  }
  for (const [i, connection] of configuration.connections.entries()) {
    const at = ['connections', String(i)];
    once([...at, 'name'], 'connection', connection.name);
    const { grpc } = connection;
    for (const [place, { address, knownAs }] of [
      [at, connection],
      ...(grpc === undefined ? [] : [[[...at, 'grpc'], grpc] as const]),
    ] as const) {
      if (!parsesAsUrl(address, ['http:', 'https:'])) {
        say(
          [...place, 'address'],
          `The address of ${connection.name} is not an http or https URL.`,
          'Write e.g. http://10.0.0.5:8000.',
        );
      }
      if (connection.tls !== undefined && address.startsWith('http:')) {
        say(
          [...at, 'tls'],
          `The connection ${connection.name} has tls, and its address is http.`,
          'Write the address with https, or remove tls.',
        );
      }
      for (const [k, name] of knownAs.entries()) {
        once([...place, 'knownAs', String(k)], 'name', name.toLowerCase());
        if (!/^[^\s/:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i.test(name)) {
          say(
            [...place, 'knownAs', String(k)],
            `${name} is not host:port.`,
            'Write it as notebooks do, e.g. chroma.internal:8000.',
          );
        }
      }
    }
    if (grpc !== undefined && stores[connection.store].grpc === undefined) {
      say(
        [...at, 'grpc'],
        `The connection ${connection.name} has grpc, which the store ${connection.store} does not speak.`,
        'Remove grpc.',
      );
    }
    if (
      grpc !== undefined &&
      parsesAsUrl(grpc.address, ['http:', 'https:']) &&
      new URL(grpc.address).pathname !== '/'
    ) {
      say(
        [...at, 'grpc', 'address'],
        `The gRPC address of ${connection.name} has a path, which gRPC has no place for.`,
        'Write scheme, host and port alone, e.g. http://10.0.0.5:6334.',
      );
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
  for (const [i, place] of configuration.editorOrigins.entries()) {
    if (!isPlace(place)) {
      say(
        ['editorOrigins', String(i)],
        `${place} is not an origin, with a path or without.`,
        'Write e.g. https://hub.example.com, https://hub.example.com/user/ for what lies under that path, or vscodium://vectorgate.vectorgate for a desktop editor.',
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
  const { signingKey, previousSigningKey, publish, publishToPostgres } = configuration.records.checkpoints;
  for (const [name, key] of Object.entries({ signingKey, previousSigningKey })) {
    if (key !== undefined && 'file' in key && isInside(configuration.data, key.file)) {
      say(
        ['records', 'checkpoints', name],
        'The signing key lies inside the data folder.',
        'Keep it elsewhere: who can change the data must not be able to sign it.',
      );
    }
  }
  if (publish !== undefined && isInside(configuration.data, publish)) {
    say(
      ['records', 'checkpoints', 'publish'],
      'Checkpoints would be published into the data folder.',
      'Name a folder elsewhere, best on another machine: who takes records away must not reach it.',
    );
  }
  if (publish !== undefined && publishToPostgres !== undefined) {
    say(
      ['records', 'checkpoints', 'publishToPostgres'],
      'Checkpoints are published to one place, and two are named.',
      'Leave out publish or publishToPostgres.',
    );
  }
  return problems;
}
