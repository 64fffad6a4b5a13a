import { type Plan, readPlans } from './plan-of.ts';

/**
 * Whose national numbers are known without a word that announces them. Where several of them write a number in the
 * same groups, the leading digits decide.
 */
const countries =
  'US CA GB IE DE AT CH LI LU FR BE NL ES PT IT GR DK NO SE FI IS EE LV LT PL CZ SK HU RO BG HR SI RS UA RU TR IL AE SA ' +
  'EG MA ZA NG KE GH IN PK BD LK SG MY TH VN ID PH HK TW CN JP KR AU NZ BR MX AR CL CO PE';

/** A number of so many digits in so many groups, in one country. */
interface Entry {
  /** Digits in front of the national number: the trunk prefix, where it is written. */
  readonly prefix: string;
  readonly leading: RegExp | undefined;
  readonly whole: RegExp;
}

/** Lengths of groups as one number: 3, 2, 2 is 0x322. */
export const shapeOf = (lengths: readonly number[]): number =>
  lengths.reduce((shape, length) => shape * 16 + length, 0);

/** Groups in which people write numbers of a length, beside the official ones. */
const common = new Map<number, readonly (readonly number[])[]>([
  [
    8,
    [
      [2, 2, 2, 2],
      [3, 2, 3],
    ],
  ],
  [
    9,
    [
      [3, 3, 3],
      [3, 2, 2, 2],
      [2, 3, 2, 2],
      [2, 3, 4],
      [3, 6],
    ],
  ],
  [
    10,
    [
      [5, 5],
      [2, 4, 4],
      [3, 7],
      [4, 3, 3],
      [3, 3, 2, 2],
    ],
  ],
  [
    11,
    [
      [2, 5, 4],
      [3, 4, 4],
      [2, 9],
    ],
  ],
]);

/** The groups of one official format: `(\d{2})(\d{3,4})` by `$1 $2`. Empty: not written by digits alone. */
function groupsOf(pattern: string, format: string): readonly (readonly number[])[] {
  if (/\d/.test(format.replace(/\$\d/g, '')) || !/^(?:\(\\d(?:\{\d+(?:,\d+)?\})?\))+$/.test(pattern))
    return [];
  const ranges = [...pattern.matchAll(/\(\\d(?:\{(\d+)(?:,(\d+))?\})?\)/g)].map(
    ([, least = '1', most = least]) => [Number(least), Number(most)] as const,
  );
  let all: number[][] = [[]];
  for (const [i, [least, most]] of ranges.entries()) {
    const joined = i > 0 && format.includes(`$${i}$${i + 1}`);
    const next: number[][] = [];
    for (const before of all)
      for (let length = least; length <= most; length++)
        next.push(joined ? [...before.slice(0, -1), before.at(-1)! + length] : [...before, length]);
    all = next;
  }
  return all;
}

/** What is known of telephone numbers by their digits alone. */
export class PhonePlans {
  readonly #lengths = new Uint32Array(1_000);
  readonly #shapes = new Map<number, Entry[]>();

  constructor() {
    const plans = readPlans();
    for (const [code, of] of Object.entries(plans.codes)) {
      for (const country of of)
        for (const length of plans.of(country).possibleLengths()) this.#lengths[Number(code)]! |= 1 << length;
    }
    for (const country of countries.split(' ')) this.#add(plans.of(country));
  }

  #add(plan: Plan): void {
    const whole = new RegExp(`^(?:${plan.nationalNumberPattern()})$`);
    const prefix = plan.nationalPrefix() || '';
    const put = (lengths: readonly number[], before: string, leading?: RegExp): void => {
      const shape = shapeOf(lengths);
      const entries = this.#shapes.get(shape);
      if (entries === undefined) this.#shapes.set(shape, [{ prefix: before, leading, whole }]);
      else entries.push({ prefix: before, leading, whole });
    };
    for (const format of plan.formats()) {
      const last = format.leadingDigitsPatterns().at(-1);
      const leading = last === undefined ? undefined : new RegExp(`^(?:${last})`);
      const rule = format.nationalPrefixFormattingRule() || '';
      const written = /^\D*(\d+)(\D*)\$1/.exec(rule);
      for (const lengths of groupsOf(format.pattern(), format.format())) {
        if (lengths.length > 1 && written === null) put(lengths, '', leading);
        if (written === null) continue;
        const [, before = '', gap] = written;
        if (gap === '') put([lengths[0]! + before.length, ...lengths.slice(1)], before, leading);
        else put([before.length, ...lengths], before, leading);
      }
    }
    for (const length of plan.possibleLengths()) {
      if (prefix === '0' && length >= 9) put([length + 1], prefix);
      if (prefix === '' || prefix === '8') for (const lengths of common.get(length) ?? []) put(lengths, '');
    }
  }

  /** True when digits in groups of this shape are a number that some of the countries can call. */
  isNational(digits: string, shape: number): boolean {
    return (this.#shapes.get(shape) ?? []).some(
      ({ prefix, leading, whole }) =>
        digits.startsWith(prefix) &&
        (leading === undefined || leading.test(digits.slice(prefix.length))) &&
        whole.test(digits.slice(prefix.length)),
    );
  }

  /** How many digits may follow a calling code: bit n is set where n may. 0: there is no such code. */
  lengthsAfter(code: number): number {
    return this.#lengths[code] ?? 0;
  }
}

let plans: PhonePlans | undefined;

/** The plans, read at the first call. */
export const phonePlans = (): PhonePlans => {
  plans ??= new PhonePlans();
  return plans;
};
