import { type Document, isMap, isScalar, isSeq, type Node, visit } from 'yaml';

/**
 * Where a quote, bracket or brace begins that is not closed before an offset. Parsers tell where they gave up, which is
 * often the end of the file.
 */
export function whatIsOpen(document: Document, text: string, before: number): number | undefined {
  let open: number | undefined;
  visit(document, {
    Node(_, node) {
      const [start, end] = (node as Node).range ?? [0, 0];
      if (start >= before) return undefined;
      const first = text[start];
      const last = end - 1 > start ? text[end - 1] : undefined;
      const quoted = isScalar(node) && (first === '"' || first === "'") && node.type !== 'PLAIN';
      const closing = quoted ? first : first === '[' ? ']' : '}';
      const flow = (isMap(node) || isSeq(node)) && node.flow === true && (first === '[' || first === '{');
      if ((quoted || flow) && last !== closing) open = start;
      return undefined;
    },
    Alias: () => visit.SKIP,
  });
  return open;
}
