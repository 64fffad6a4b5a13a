import { bytesToHex } from '@noble/hashes/utils.js';
import { type LogHashes, scriptHashes } from '../log/log-hashes.ts';
import type { RecordsSource } from '../log/records-source.ts';
import { LogScan } from '../log/scan-log.ts';
import { parseCheckpoints } from '../notes/checkpoint-list.ts';
import { parseVerifierKey, type VerifierKey } from '../notes/verifier-key.ts';
import { TreeFrontier } from '../tree/tree-frontier.ts';
import { CheckpointJudge } from './checkpoint-judge.ts';
import { checkpointsAtHand } from './checkpoints-at-hand.ts';
import { counted } from './counted.ts';
import type { EvidenceProblem, EvidenceReport } from './evidence-report.ts';
import { headerFacts } from './header-facts.ts';
import { KeptHeaders } from './kept-headers.ts';
import { readText } from './read-text.ts';
import { missingSessionKeys } from './session-keys-present.ts';
import { TrustedKeys } from './trusted-keys.ts';

export interface VerifyOptions {
  /** Public keys that whoever verifies got from elsewhere. None: those in the folder are believed. */
  readonly keys?: readonly VerifierKey[];
  /** Checkpoints from elsewhere: the text of files of them. */
  readonly published?: readonly string[];
  /** Waits a moment for a gateway that is just writing; absent when none is. */
  readonly settle?: () => Promise<void>;
  readonly progress?: (records: number) => void;
  /** Faster ones of the platform's. */
  readonly hashes?: LogHashes;
  /** So many records were durable, as somebody beside the log knows. */
  readonly durable?: number;
  /** Looks into the sealed parts of a record, where their key is at hand. Returns what is wrong with them. */
  readonly openParts?: (record: Uint8Array, header: Uint8Array) => Promise<string | undefined>;
}

/** More of a kind are counted, not listed. */
const mostProblems = 20;

/**
 * Verifies records without trusting whoever kept them, and without any key of theirs but public ones: every record is
 * held against its chain, and all of them against the checkpoints that were signed. Runs wherever JavaScript does.
 */
export async function verifyEvidence(
  source: RecordsSource,
  options: VerifyOptions = {},
): Promise<EvidenceReport> {
  // The checkpoints first: a gateway that runs goes on signing what the log then has.
  const local = await readCheckpoints(source, options.settle);
  const { checkpoints, problems: found } = checkpointsAtHand(local, options.published ?? []);
  const inFolder = await readKeys(source);
  const given = options.keys ?? [];
  const keys = new TrustedKeys(given.length > 0 ? given : inFolder.keys, inFolder.keys);
  const origin = given[0]?.name ?? inFolder.keys[0]?.name ?? checkpoints[0]?.origin ?? '';
  const judge = new CheckpointJudge(checkpoints, keys, origin);
  const problems: EvidenceProblem[] = [...found, ...inFolder.problems];
  const remarks: string[] = [];

  const { hashes = scriptHashes, durable = 0 } = options;
  const tree = TreeFrontier.empty(hashes.node);
  const kept = await KeptHeaders.read(source);
  const scan = new LogScan(source, options.settle, hashes);
  const sessions = new Set<string>();
  const forgotten = new Set<string>();
  let told = { segments: 0, records: 0 };
  let latest = '';
  let backwards: string | undefined;
  await judge.at(tree);
  for await (const { index, segment, offset, leaf, header, record, partsDamaged } of scan.entries()) {
    const stayed = kept.at(index, leaf);
    const shown = header ?? stayed;
    const facts = shown && headerFacts(shown);
    const at = { record: index, segment, offset };
    if (typeof facts === 'string') problems.push({ code: 'header-malformed', ...at, reason: facts });
    else if (facts !== undefined) {
      const { id, session, time, event } = facts;
      if (partsDamaged)
        problems.push({ code: 'parts-damaged', ...at, id, reason: 'its sealed parts are damaged' });
      else if (record !== undefined && options.openParts !== undefined) {
        const reason = await options.openParts(record, shown!);
        if (reason !== undefined) problems.push({ code: 'parts-damaged', ...at, id, reason });
      }
      if (header !== undefined) sessions.add(session);
      if (event?.event === 'signing-key-changed') keys.announce(event.from, event.to);
      if (event?.event === 'session-forgotten') forgotten.add(event.session);
      if (event?.event === 'segments-removed') told = { segments: event.to, records: event.records };
      if (time < latest) backwards ??= id;
      else latest = time;
    }
    tree.append(leaf);
    await judge.at(tree);
    if (index % 10_000 === 9_999) options.progress?.(index + 1);
  }
  const { broken } = scan;
  const whole = broken === undefined || broken.torn === true;
  await judge.end(scan.records, whole);
  if (broken !== undefined && !whole) {
    const { index: record, ...rest } = broken;
    problems.push({ code: 'log-broken', record, ...rest });
  }
  problems.push(...judge.problems, ...(whole ? kept.problems() : []));
  if (whole && durable > scan.records && !judge.problems.some(({ code }) => code === 'rolled-back')) {
    const one = durable === scan.records + 1;
    const reason = one
      ? 'it was acknowledged, and is gone from the end'
      : 'they were acknowledged, and are gone from the end';
    const to = one ? {} : { to: durable - 1 };
    problems.push({ code: 'rolled-back', record: scan.records, ...to, ...scan.end, reason });
  }
  if (whole) {
    if (
      scan.removed.segments > told.segments ||
      (scan.removed.segments === told.segments && scan.removed.records !== told.records)
    ) {
      const reason = `${counted(scan.removed.segments, 'segment')} removed, and no record says so`;
      problems.push({ code: 'removal-unrecorded', record: 0, to: scan.removed.records - 1, reason });
    }
    problems.push(...(await missingSessionKeys(source, sessions, forgotten)));
  }
  const signs = given.length > 0 || inFolder.keys.length > 0 || inFolder.problems.length > 0;
  if (signs && judge.vouched === 0 && scan.records > 0)
    problems.push({
      code: 'checkpoints-missing',
      reason: 'there is no checkpoint that a trusted key signed',
    });
  if (!signs)
    remarks.push('No checkpoint was ever signed here: that the whole log was not replaced cannot be shown.');
  else if (given.length === 0)
    remarks.push(
      'The public keys were taken from this folder: whoever could replace the records could replace them too.',
    );
  if (scan.records > judge.signed && whole && signs)
    remarks.push(
      `Not signed yet: the last ${counted(scan.records - judge.signed, 'record')}. That none behind is gone cannot be shown.`,
    );
  if (broken?.torn)
    remarks.push(
      'The log ends inside a record that was never signed: as a crash leaves it, or a copy made while the gateway wrote.',
    );
  if (backwards !== undefined)
    remarks.push(`The clock was put back before record ${backwards}: times there are not in order.`);
  if (scan.removed.records > 0)
    remarks.push(
      `Of the first ${counted(scan.removed.records, 'record')} only the hashes are kept: their segments were removed.`,
    );

  return {
    ok: problems.length === 0,
    ...(origin !== '' && { origin }),
    records: scan.records,
    segments: scan.segments,
    removed: scan.removed.records,
    signed: judge.signed,
    checkpoints: checkpoints.length,
    trust: given.length > 0 ? 'given' : inFolder.keys.length > 0 ? 'folder' : 'none',
    keys: keys.texts(),
    root: bytesToHex(tree.root()),
    chain: bytesToHex(scan.chain),
    problems: problems.slice(0, mostProblems),
    remarks:
      problems.length > mostProblems
        ? [...remarks, `Not listed: ${counted(problems.length - mostProblems, 'more problem')}.`]
        : remarks,
  };
}

/** The file of checkpoints; looked at again when it ends in one that is just being written. */
async function readCheckpoints(
  source: RecordsSource,
  settle: (() => Promise<void>) | undefined,
): Promise<string> {
  for (let look = 0; ; look += 1) {
    const text = (await readText(source, 'evidence', 'checkpoints')) ?? '';
    if (settle === undefined || look === 5 || parseCheckpoints(text).rest === '') return text;
    await settle();
  }
}

async function readKeys(
  source: RecordsSource,
): Promise<{ keys: VerifierKey[]; problems: EvidenceProblem[] }> {
  const text = await readText(source, 'evidence', 'keys');
  if (text === undefined) return { keys: [], problems: [] };
  const keys: VerifierKey[] = [];
  const problems: EvidenceProblem[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const key = parseVerifierKey(line);
    if (key !== undefined) keys.push(key);
    else
      problems.push({ code: 'keys-damaged', reason: `line ${keys.length + 1} of the public keys is no key` });
  }
  return { keys, problems };
}
