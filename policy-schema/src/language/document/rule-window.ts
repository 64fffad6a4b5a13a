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
  const list = rulesIn(document);
  if (list === undefined || list.body > at) return { text: document, skipped: from };
  const { body, indent } = list;
  const items = [...document.slice(body).matchAll(new RegExp(`^ {${indent}}-(?=\\s)`, 'gm'))].map(
    ({ index }) => body + index,
  );
  const begin = items.findLast((item) => item <= at);
  // Blank lines in front of an entry belong to the one before it.
  const end = items.find((item) => item > at) ?? document.length;
  if (begin === undefined) return { text: document.slice(0, end), skipped: from };
  return { text: document.slice(0, body) + document.slice(begin, end), skipped: from + begin - body };
}

/** Where the list of rules of a document begins, and how far its dashes are indented; undefined where no rule stands yet. */
function rulesIn(document: string): { readonly body: number; readonly indent: number } | undefined {
  const head = /^([ \t]*)rules:[ \t]*(#.*)?\r?\n/m.exec(document);
  if (head === null) return undefined;
  const body = head.index + head[0].length;
  const first = /^([ \t]*)- /m.exec(document.slice(body));
  return first === null || first[1]!.length < head[1]!.length
    ? undefined
    : { body, indent: first[1]!.length };
}

/**
 * Where a further rule would begin on the line of an offset, if nothing but a word stands there, deeper than the rules around
 * it and behind all of one: undefined where none may.
 */
export function nextRuleAt(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [, ahead = ''] = /([^\n]*)(?:\n|$)/.exec(text.slice(offset)) ?? [];
  if (!/^[ \t]*[A-Za-z ]*$/.test(text.slice(start, offset)) || ahead.trim() !== '') return undefined;
  const list = rulesIn(text.slice(text.lastIndexOf('\n---', offset) + 1, offset));
  if (list === undefined || offset - start <= list.indent) return undefined;
  const following = /\S/.exec(text.slice(offset));
  if (following === null) return start + list.indent;
  const at = offset + following.index;
  return at - (text.lastIndexOf('\n', at) + 1) <= list.indent ? start + list.indent : undefined;
}
