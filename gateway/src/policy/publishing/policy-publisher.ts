import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Envelope, PolicyBundle } from '@vectorgate/policy-schema/bundle';
import type { Configuration } from '../../configuration/configuration.ts';
import type { Actor } from '../../sessions/evidence/own-record.ts';
import { writeDurably } from '../../sessions/log/write-durably.ts';
import type { PolicyCanary } from '../canary/policy-canary.ts';
import { type Candidate, compileFor } from '../candidate.ts';
import type { ChangeDiff } from '../change/change-diff.ts';
import type { PolicyChange } from '../history/policy-change.ts';
import type { PolicyInForce } from '../policy-in-force.ts';
import { openEnvelope, publisherKeys } from './open-envelope.ts';
import { PublishRefusal } from './publish-refusal.ts';

const mostProblems = 20;

/** Takes signed bundles from publishers and puts what is in them in force. */
export class PolicyPublisher {
  readonly #configuration: Configuration;
  readonly #issuer: string;
  readonly #folder: string;
  readonly #inForce: PolicyInForce;
  readonly #keys: ReturnType<typeof publisherKeys>;

  /** `issuer`: how bundles name this gateway. `folder`: where envelopes are kept, as evidence of who signed what. */
  constructor(configuration: Configuration, issuer: string, folder: string, inForce: PolicyInForce) {
    this.#configuration = configuration;
    this.#issuer = issuer;
    this.#folder = folder;
    this.#inForce = inForce;
    this.#keys = publisherKeys(configuration.policy);
  }

  /** Rejects with `PublishRefusal`, and with the recorder's error when it cannot be recorded; then nothing has changed. */
  async publish(
    envelope: Envelope,
    actor: Actor,
  ): Promise<{ readonly change: PolicyChange; readonly diff: ChangeDiff | undefined }> {
    const { bundle, make } = this.#opened(envelope, actor);
    return this.#inForce.publish(
      (last) => {
        this.#assertNext(bundle, last);
        return make();
      },
      actor,
      ({ revision }) => this.#keepEnvelope(revision, envelope),
    );
  }

  /** Runs what is in a bundle beside what is in force, without effect. Rejects as `publish` does. */
  async startCanary(envelope: Envelope, actor: Actor): Promise<PolicyCanary> {
    const { bundle, make } = this.#opened(envelope, actor);
    return this.#inForce.startCanary((last) => {
      this.#assertNext(bundle, last);
      return make();
    }, actor);
  }

  #opened(
    envelope: Envelope,
    actor: Actor,
  ): { readonly bundle: PolicyBundle; readonly make: () => Candidate } {
    const { publishers, signatures } = this.#configuration.policy;
    if (publishers === undefined)
      throw new PublishRefusal(
        'publishing-off',
        'This gateway takes its policies from elsewhere, and nobody publishes to it.',
        'Change them where vectorgate policy status says they come from; or set policy.publishers in vectorgate.yaml.',
      );
    const { bundle, signer } = openEnvelope(envelope, this.#keys, signatures === 'required');
    const { issuer, subject, name } = actor.who;
    const { author, commit, note } = bundle;
    const origin: Candidate['origin'] = {
      source: 'published',
      author,
      by: { issuer, subject, ...(name !== undefined && { name }) },
      ...(commit && { commit }),
      ...(signer !== undefined && { key: signer }),
      ...(note !== undefined && { note }),
    };
    return { bundle, make: () => this.#compile(bundle, origin) };
  }

  /** Throws unless the bundle was made for this gateway, and to replace what is in force now. */
  #assertNext({ gateway, revision, base }: PolicyBundle, last: PolicyChange): void {
    if (gateway !== this.#issuer)
      throw new PublishRefusal(
        'bundle-other-gateway',
        'The bundle was signed for another gateway.',
        'Publish to this one: vectorgate policy publish --gateway …',
      );
    if (revision <= last.revision)
      throw new PublishRefusal(
        'bundle-outdated',
        `The bundle is revision ${revision}, and revision ${last.revision} is in force: older ones are not taken again.`,
        'Look at what is in force (vectorgate policy status), then publish again; or: vectorgate policy rollback',
      );
    if (base.revision !== last.revision || base.digest !== last.digest || revision !== last.revision + 1)
      throw new PublishRefusal(
        'bundle-conflict',
        `The bundle was made to replace revision ${base.revision}, and revision ${last.revision} is in force.`,
        'Somebody was first: look at what is in force (vectorgate policy status), then publish again.',
      );
  }

  #compile({ files, commit }: PolicyBundle, origin: Candidate['origin']): Candidate {
    const result = compileFor(this.#configuration, files, commit);
    if (result.ok) return { set: result.set, files, origin };
    const told = result.problems
      .slice(0, mostProblems)
      .map(({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`);
    const more = result.problems.length - told.length;
    throw new PublishRefusal(
      'policies-unloadable',
      `The policies do not load on this gateway:\n${told.join('\n')}${more > 0 ? `\n… and ${more} more` : ''}`,
      'Check them against its connections and issuers: vectorgate policy check --config vectorgate.yaml',
    );
  }

  async #keepEnvelope(revision: number, envelope: Envelope): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeDurably(
      join(this.#folder, `${String(revision).padStart(6, '0')}.dsse.json`),
      Buffer.from(JSON.stringify(envelope)),
    );
  }
}
