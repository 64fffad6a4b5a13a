import { type CustomerCase, customerCase, type Tenant } from './customer-case.ts';
import { Random } from './random.ts';

const make = (
  seed: number,
  prefix: string,
  count: number,
  tenant: (index: number) => Tenant,
): readonly CustomerCase[] => {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) =>
    customerCase(random, `${prefix}-${String(index + 1).padStart(4, '0')}`, tenant(index)),
  );
};

/** The cases of `customer-cases` in the default Chroma tenant: three of five are acme's. */
export const customerCases = (): readonly CustomerCase[] =>
  make(20_260, 'CASE', 2_000, (index) => (index % 5 < 3 ? 'acme' : 'globex'));

/** The cases of the collection of the same name in the Chroma tenant `globex-eu`. */
export const globexEuropeCases = (): readonly CustomerCase[] => make(77_001, 'EU', 120, () => 'globex');
