/** A part of a text that is a document of its own, and how many units before the cursor it leaves out. */
export interface RuleWindow {
  readonly text: string;
  readonly skipped: number;
}

/**
 * The document around an offset without the rules before and behind the one that it stands in: what is wrong in those
 * does not matter, and a large file is as quick as a small one.
 */
export function ruleWindow(text: string, offset: number): RuleWindow {
  const marks = [...text.matchAll(/^---(?=\s)/gm)].map(({ index }) => index);
  const from = marks.findLast((mark) => mark + 3 < offset) ?? 0;
  const to = marks.find((mark) => mark >= offset) ?? text.length;
  const document = text.slice(from, to);
  const at = offset - from;
  const head = /^([ \t]*)rules:[ \t]*(#.*)?\r?\n/m.exec(document);
  if (head === null || head.index + head[0].length > at) return { text: document, skipped: from };
  const body = head.index + head[0].length;
  const first = /^([ \t]*)- /m.exec(document.slice(body));
  if (first === null || first[1]!.length < head[1]!.length) return { text: document, skipped: from };
  const items = [...document.slice(body).matchAll(new RegExp(`^ {${first[1]!.length}}-(?=\\s)`, 'gm'))].map(
    ({ index }) => body + index,
  );
  const begin = items.findLast((item) => item <= at);
  // Blank lines in front of an entry belong to the one before it.
  const end = items.find((item) => item > at) ?? document.length;
  if (begin === undefined) return { text: document.slice(0, end), skipped: from };
  return { text: document.slice(0, body) + document.slice(begin, end), skipped: from + begin - body };
}
