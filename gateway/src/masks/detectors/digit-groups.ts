import { isDigit, separatorAt } from './bytes.ts';

/** Most groups of digits that are looked at together. */
const most = 16;

/**
 * Groups of digits as people write numbers: `+41 (44) 668-18.00`. One separator stands between two groups: a space or
 * hyphen (or kin), a dot, a slash, or brackets with at most one space. Reused: valid until the next `read`.
 */
export class DigitGroups {
  count = 0;
  readonly starts = new Int32Array(most);
  readonly ends = new Int32Array(most);
  /** True when a dot or slash stands before the group. */
  readonly dotted = new Uint8Array(most);

  /** Reads groups from the digit at `at` on. */
  read(bytes: Uint8Array, at: number, end: number): void {
    let i = at;
    this.count = 0;
    let dotted = 0;
    while (this.count < most) {
      const from = i;
      while (i < end && isDigit[bytes[i]!] === 1) i++;
      this.starts[this.count] = from;
      this.ends[this.count] = i;
      this.dotted[this.count] = dotted;
      this.count++;
      dotted = 0;
      let next = i;
      if (bytes[next] === 0x29) next++;
      const separator = separatorAt(bytes, next, end);
      if (separator > 0) next += separator;
      else if (bytes[next] === 0x2e || bytes[next] === 0x2f) {
        next++;
        dotted = 1;
      }
      if (bytes[next] === 0x28) next++;
      if (next === i || next >= end || isDigit[bytes[next]!] === 0) return;
      i = next;
    }
  }

  length(group: number): number {
    return this.ends[group]! - this.starts[group]!;
  }
}
