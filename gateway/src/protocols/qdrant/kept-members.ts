/** Key, in its quotes, of members of answers that hold what people store: their lists of numbers are no vectors. */
export const keptMembers = Buffer.from('"payload"');
