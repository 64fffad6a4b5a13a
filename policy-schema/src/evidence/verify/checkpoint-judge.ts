import type { SignedCheckpoint } from '../notes/checkpoint.ts';
import { sameBytes } from '../tree/same-bytes.ts';
import type { TreeFrontier } from '../tree/tree-frontier.ts';
import { counted } from './counted.ts';
import type { EvidenceProblem } from './evidence-report.ts';
import type { TrustedKeys } from './trusted-keys.ts';

/** Holds checkpoints against a tree while it grows. */
export class CheckpointJudge {
  /** By size. */
  readonly #checkpoints: readonly SignedCheckpoint[];
  readonly #keys: TrustedKeys;
  readonly #origin: string;
  readonly problems: EvidenceProblem[] = [];
  #next = 0;
  #differs = false;
  /** The newest checkpoint of a key for which nothing vouches. */
  #unvouched: { readonly size: number; readonly key: string } | undefined;
  /** The first so many records are those that a trusted key signed. */
  signed = 0;
  /** Checkpoints of trusted keys, right or wrong. */
  vouched = 0;

  constructor(checkpoints: readonly SignedCheckpoint[], keys: TrustedKeys, origin: string) {
    this.#checkpoints = checkpoints.toSorted((a, b) => a.size - b.size);
    this.#keys = keys;
    this.#origin = origin;
  }

  /** To be called with every size of the tree, from 0 on. */
  async at(tree: TreeFrontier): Promise<void> {
    while (this.#checkpoints[this.#next]?.size === tree.size) {
      const one = await this.#take();
      if (one === undefined || this.#differs) continue;
      if (sameBytes(one.root, tree.root())) {
        this.signed = one.size;
        this.#keys.confirm();
      } else {
        this.#differs = true;
        this.#rewritten(one.size);
      }
    }
  }

  /** The log has ended, at its own end (`whole`) or where it breaks: what is signed beyond? */
  async end(records: number, whole: boolean): Promise<void> {
    let last = records;
    while (this.#next < this.#checkpoints.length) last = (await this.#take())?.size ?? last;
    if (whole && last > records) {
      const one = last === records + 1;
      const reason = one
        ? 'it was signed, and is gone from the end'
        : 'they were signed, and are gone from the end';
      this.problems.push({ code: 'rolled-back', record: records, ...(!one && { to: last - 1 }), reason });
    }
    const unvouched = this.#unvouched;
    if (unvouched === undefined || unvouched.size <= this.signed) return;
    const reason = `${naming(unvouched.size)} is signed by a key for which no trusted one vouches: ${unvouched.key}`;
    this.problems.push({ code: 'key-unknown', reason });
  }

  /** The next checkpoint, when a trusted key signed it. */
  async #take(): Promise<SignedCheckpoint | undefined> {
    const one = this.#checkpoints[this.#next]!;
    this.#next += 1;
    const signer = one.origin === this.#origin ? await this.#keys.signerOf(one) : undefined;
    switch (signer?.is) {
      case undefined:
        this.#forged(`${naming(one.size)} belongs to another log, ${one.origin}`);
        return undefined;
      case 'forged':
        this.#forged(`a signature of ${naming(one.size)} is not of the key that it names`);
        return undefined;
      case 'unknown':
        this.#forged(`${naming(one.size)} is signed by a key that is none of this log: ${signer.key}`);
        return undefined;
      case 'unvouched':
        this.#unvouched = { size: one.size, key: signer.key };
        return undefined;
      case 'vouched':
        this.vouched += 1;
        await this.#compareTwin(one);
        return one;
    }
  }

  /** Two of one size stand side by side. */
  async #compareTwin(one: SignedCheckpoint): Promise<void> {
    const twin = this.#checkpoints[this.#next];
    if (twin?.size !== one.size || sameBytes(twin.root, one.root)) return;
    if ((await this.#keys.signerOf(twin)).is !== 'vouched') return;
    this.problems.push({
      code: 'two-logs',
      reason: `${naming(one.size)} was signed twice, over different records`,
    });
  }

  #forged(reason: string): void {
    this.problems.push({ code: 'checkpoint-forged', reason });
  }

  #rewritten(size: number): void {
    const from = this.signed;
    const one = size === from + 1;
    const reason = one
      ? 'the record is not the one that was signed'
      : 'some of these records are not those that were signed';
    this.problems.push({ code: 'rewritten', record: from, ...(!one && { to: size - 1 }), reason });
  }
}

const naming = (size: number): string => `the checkpoint of ${counted(size, 'record')}`;
