import { gapAt, isDigit, separatorAt } from './bytes.ts';

/** Most groups of digits that are looked at together. */
const most = 16;

/** A slash or hyphen between two spaces, as in `089 / 123456`. */
const isSpacedSign = (bytes: Uint8Array, at: number, gap: number): boolean =>
  gap === 3 &&
  bytes[at] === 0x20 &&
  (bytes[at + 1] === 0x2f || bytes[at + 1] === 0x2d) &&
  bytes[at + 2] === 0x20;

/**
 * Groups of digits as people write numbers: `+41 (44) 668-18.00`. Between two groups stands one separator (a space or
 * hyphen, or kin), a dot, a slash, brackets with at most one of these, or a wider gap. Reused: valid until the next
 * `read`.
 */
export class DigitGroups {
  count = 0;
  /** Groups before the first wide gap: several separators, an underscore, a tab, a line break. */
  near = 0;
  /** Digits of all groups together. */
  digits = 0;
  readonly starts = new Int32Array(most);
  readonly ends = new Int32Array(most);
  /** True when a dot, a slash or a wide gap stands before the group: this may as well be a list of numbers. */
  readonly loose = new Uint8Array(most);

  /** Reads groups from the digit at `at` on. */
  read(bytes: Uint8Array, at: number, end: number): void {
    let i = at;
    let loose = 0;
    let wide = false;
    this.count = 0;
    this.near = 0;
    this.digits = 0;
    while (this.count < most) {
      const from = i;
      while (i < end && isDigit[bytes[i]!] === 1) i++;
      this.starts[this.count] = from;
      this.ends[this.count] = i;
      this.digits += i - from;
      this.loose[this.count] = loose;
      this.count++;
      if (!wide) this.near = this.count;
      let next = i;
      loose = 0;
      if (bytes[next] === 0x29) next++;
      const separator = separatorAt(bytes, next, end);
      const gap = gapAt(bytes, next, end);
      if (gap > separator) {
        loose = 1;
        const alone = gap === 1 && (bytes[next] === 0x2e || bytes[next] === 0x2f);
        if (!alone && !isSpacedSign(bytes, next, gap)) wide = true;
      }
      next += gap;
      if (bytes[next] === 0x28) next++;
      if (next === i || next >= end || isDigit[bytes[next]!] === 0) return;
      i = next;
    }
  }

  length(group: number): number {
    return this.ends[group]! - this.starts[group]!;
  }

  /** True when any group after `from`, up to `to`, has a dot, a slash or a wide gap before it. */
  isLoose(from: number, to: number): boolean {
    for (let group = from + 1; group <= to; group++) if (this.loose[group] === 1) return true;
    return false;
  }
}
