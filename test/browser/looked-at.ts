/** Those of the themes that are looked at in a whole view: all in the deep run, else the named ones, which differ most. */
export const lookedAt = <Theme>(themes: readonly Theme[], ...usually: readonly Theme[]): readonly Theme[] =>
  process.env.VECTORGATE_TEST_DEEP === '1' ? themes : usually;
