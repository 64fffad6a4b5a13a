import type { KeptMembers } from '../../json/condense-vectors.ts';

/** Members of answers that hold what people store: their lists of numbers are no vectors. A vector may have the same name. */
export const keptMembers: KeptMembers = {
  key: Buffer.from('"payload"'),
  notBelow: [Buffer.from('"vector"'), Buffer.from('"vectors"')],
};
