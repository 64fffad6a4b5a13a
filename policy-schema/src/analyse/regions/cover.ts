/** What is known of one case: the value of each question. */
export type Facts = ReadonlyMap<string, string>;
/** Answers that are asked for; what is not among them does not matter. */
export type Term = ReadonlyMap<string, string>;

export const satisfiesTerm = (term: Term, facts: Facts): boolean => {
  for (const [question, answer] of term) if (facts.get(question) !== answer) return false;
  return true;
};

/**
 * Says some of all cases in as few words as it finds: terms that hold for all of `wanted` and for none of the rest.
 * Answers are left out in the order in which `byWorth` lists the questions, so what people look for comes last.
 */
export function cover(
  wanted: readonly Facts[],
  all: readonly Facts[],
  byWorth: (question: string, answer: string) => number,
): readonly Term[] {
  const chosen = new Set(wanted);
  const rest = all.filter((facts) => !chosen.has(facts));
  const left = new Set(wanted);
  const terms: Term[] = [];
  for (const facts of wanted) {
    if (!left.has(facts)) continue;
    const order = [...facts].sort(([a, x], [b, y]) => byWorth(a, x) - byWorth(b, y));
    const term = new Map(order);
    // Those of the rest that each answer keeps out; an answer may go while the others keep all of them out.
    const kept = order.map(([question, answer]) => rest.map((other) => other.get(question) !== answer));
    const keeping = rest.map((_, i) => kept.reduce((sum, one) => sum + (one[i] ? 1 : 0), 0));
    for (const [at, [question]] of order.entries()) {
      const own = kept[at]!;
      if (!own.every((keeps, i) => !keeps || keeping[i]! > 1)) continue;
      for (const [i, keeps] of own.entries()) if (keeps) keeping[i]!--;
      term.delete(question);
    }
    terms.push(term);
    for (const other of left) if (satisfiesTerm(term, other)) left.delete(other);
  }
  return terms;
}
