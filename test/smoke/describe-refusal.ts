const reasons: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/approval/, () => 'needs approval'],
  [/masked/, () => 'masked'],
  [/above your limit of (\d+)/, (found) => `limit ${found[1]}`],
  [/limit is not given/, () => 'page'],
];

/**
 * An exception that a cell showed, in the table's words. A refusal of ours has two lines, the second with the decision, or
 * one that holds both;
 * whatever else it is, it is told as it is.
 */
export function describeRefusal({ name, text }: { readonly name: string; readonly text: string }): string {
  const start = text.indexOf('VectorGate: ');
  // Qdrant's client shows an answer as it came, on one line.
  const inOneLine = name === 'UnexpectedResponse';
  const said = start < 0 ? text : text.slice(start);
  const [first = '', second = ''] = inOneLine ? [said, said] : said.split('\n');
  if (start < 0) return `${name}: ${first.slice(0, 120)}`;
  if (first.includes('you are not signed in')) {
    if (!inOneLine && name !== 'ChromaAuthError' && name !== '_InactiveRpcError')
      return `${name} instead of ChromaAuthError`;
    return second.includes('sign in') ? '401 sign in' : 'not signed in, without what to do';
  }
  const noSuch = first.includes('there is no such collection');
  if (!noSuch && !first.includes('refused')) return first.slice(0, 120);
  if (!/Decision [0-9A-HJKMNP-TV-Z]{26}/.test(second))
    return `refused, without a decision on the second line: ${second}`;
  if (noSuch) return 'no such collection';
  const reason = reasons.find(([pattern]) => pattern.test(first));
  const found = reason?.[0].exec(first);
  return reason && found ? `refused: ${reason[1](found)}` : 'refused';
}
