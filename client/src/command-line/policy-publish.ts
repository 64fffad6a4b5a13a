import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { diffTerminal } from '@vectorgate/policy-schema/analyse';
import { bundleType, canaryType, type Envelope, type PayloadType } from '@vectorgate/policy-schema/bundle';
import {
  policyCheck,
  policyTest,
  readEnvironment,
  testPaths,
  UsageError,
} from '@vectorgate/policy-schema/cli';
import { printable } from '@vectorgate/policy-schema/printable';
import type { GatewayApi } from '../api/gateway-api.ts';
import { isRecord, text } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import type { Terminal } from '../output/terminal.ts';
import { compared } from '../policies/comparison.ts';
import { envelopeOf } from '../policies/envelope-of.ts';
import { textsOf } from '../policies/folder-texts.ts';
import { inForceAt } from '../policies/in-force.ts';
import type { PolicyTexts } from '../policies/policy-texts.ts';
import type { Publication } from '../policies/publication.ts';
import { publishingOf } from '../policies/publishing-of.ts';
import { readSigningKey, type SigningKey, usualKeyFile } from '../policies/signing-key.ts';
import { writtenBy } from '../policies/written-by.ts';
import { type CommonOptions, print, signedInApi } from './context.ts';

/** What every command that puts policies in force takes. */
export interface PutOptions extends CommonOptions {
  readonly key?: string;
  readonly note?: string;
  readonly yes?: boolean;
}

/** Policies that are to come into force, or to run beside those that are. */
interface ToPut {
  readonly files: PolicyTexts;
  /** Absent: by whoever puts them there. */
  readonly written?: Pick<Publication, 'author' | 'commit'>;
  readonly note?: string;
}

/** `vectorgate policy publish FOLDER`: checks, tests, compares, signs and sends. */
export async function policyPublish(
  folder: string,
  options: PutOptions & { readonly config?: string },
  terminal: Terminal,
): Promise<void> {
  const { api, what } = await prepared(folder, options, terminal);
  await put(api, what, options, terminal);
}

/** `vectorgate policy canary start FOLDER`: the same, and they run beside those in force, without effect. */
export async function policyCanaryStart(
  folder: string,
  options: PutOptions & { readonly config?: string },
  terminal: Terminal,
): Promise<void> {
  const { api, what } = await prepared(folder, options, terminal);
  const { envelope } = await signed(api, what, options, terminal, canaryType);
  const answer = await api.startPolicyCanary(envelope);
  print(
    terminal,
    options,
    answer,
    () =>
      'They run beside what is in force, and change nothing. What they would do: vectorgate policy canary show\n',
  );
}

/** What a folder has, checked and tested, and the gateway that it goes to. */
async function prepared(
  folder: string,
  options: CommonOptions & { readonly config?: string },
  terminal: Terminal,
): Promise<{ readonly api: GatewayApi; readonly what: ToPut }> {
  await assertFit(folder, options.config, terminal);
  const files = await textsOf(folder);
  const api = await signedInApi(options, terminal);
  const written = await writtenBy(folder);
  return { api, what: { files, ...(written && { written }) } };
}

/** Throws unless the policies of a folder have no errors and pass their tests. What is found is printed aside. */
async function assertFit(folder: string, config: string | undefined, terminal: Terminal): Promise<void> {
  const io = { out: terminal.err, err: terminal.err, colour: false };
  const more = config === undefined ? [] : ['--config', config];
  if ((await policyCheck([...more, '--', folder], io)) !== 0)
    throw new ClientError(
      'policies-unfit',
      `The policies of ${folder} have errors.`,
      'Nothing was published.',
    );
  const tests = await testPaths([folder]).catch((error: unknown) => {
    if (error instanceof UsageError) return [];
    throw error;
  });
  if (tests.length === 0)
    terminal.err(`There are no tests of policies (*.policy-test.yaml) below ${folder}.\n`);
  else if ((await policyTest([...more, '--', folder], io)) !== 0)
    throw new ClientError(
      'policies-unfit',
      `Tests of the policies of ${folder} fail.`,
      'Nothing was published.',
    );
}

/** Shows what policies would do to whom, asks when somebody gets more, signs and sends them. */
export async function put(
  api: GatewayApi,
  what: ToPut,
  options: PutOptions & { readonly config?: string },
  terminal: Terminal,
): Promise<void> {
  const { envelope, widens } = await signed(api, what, options, terminal, bundleType);
  if (widens && options.yes !== true) await assertMeant(terminal);
  const answer = await api.publishPolicy(envelope);
  const change = isRecord(answer.change) ? answer.change : {};
  print(terminal, options, answer, () => {
    const signer = text(change.key) === '' ? 'not signed' : `signed by ${printable(text(change.key))}`;
    return `Revision ${String(change.revision)} is in force (${text(change.digest).slice(0, 12)}, ${signer}).\n`;
  });
}

/** Shows what policies would do to whom; the signed envelope of them. */
async function signed(
  api: GatewayApi,
  what: ToPut,
  options: PutOptions & { readonly config?: string },
  terminal: Terminal,
  type: PayloadType,
): Promise<{ readonly envelope: Envelope; readonly widens: boolean }> {
  const base = await inForceAt(api);
  const { signatures } = publishingOf(base, type);
  const environment = options.config === undefined ? undefined : await readEnvironment(options.config);
  const { diff, widens } = compared(base.files, what.files, environment);
  terminal.err(
    `\nAgainst what is in force, revision ${base.revision}:\n\n${diffTerminal(diff, undefined)}\n`,
  );
  const note = options.note?.trim() || what.note;
  const me = await api.me();
  const identity = isRecord(me.identity) ? me.identity : {};
  const key = await keyFor(options, signatures === 'required');
  const envelope = envelopeOf(
    {
      ...{ base, files: what.files, created: new Date() },
      ...(what.written ?? { author: text(identity.name) || text(identity.subject) }),
      ...(note !== undefined && { note }),
    },
    key,
    type,
  );
  return { envelope, widens };
}

/** The key that is named, else the one at its usual place where it is there, or where one is needed. */
async function keyFor({ key }: PutOptions, needed: boolean): Promise<SigningKey | undefined> {
  const named = key ?? process.env.VECTORGATE_POLICY_KEY;
  if (named !== undefined) return readSigningKey(named);
  const usual = usualKeyFile();
  const isThere = await access(usual).then(
    () => true,
    () => false,
  );
  return isThere || needed ? readSigningKey(usual) : undefined;
}

/** Throws unless somebody at the terminal says yes. */
async function assertMeant(terminal: Terminal): Promise<void> {
  if (process.stdin.isTTY && process.stderr.isTTY) {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const said = await lines.question('Somebody gets more by this, or may. Put it in force? [y/N] ');
    lines.close();
    if (/^y(es)?$/i.test(said.trim())) return;
    terminal.err('\n');
  }
  throw new ClientError(
    'policies-widen',
    'These policies give somebody more, or it cannot be told that they do not.',
    'Nothing was published. When it is meant, say it once more with --yes.',
  );
}
