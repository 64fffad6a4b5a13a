/** Runs of a property test: few where somebody waits, fifty times as many with VECTORGATE_TEST_DEEP=1. */
export const runs = (few: number): number => (process.env.VECTORGATE_TEST_DEEP === '1' ? few * 50 : few);
