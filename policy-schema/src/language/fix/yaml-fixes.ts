import { isMap, isNode, isScalar, visit } from 'yaml';
import type { Analysis } from '../analyse.ts';
import type { Fix, PolicyDiagnostic } from '../diagnose/policy-diagnostic.ts';
import type { TextChange } from '../document/text-change.ts';
import { endOfLine, nextLine, startOfLine } from './places.ts';
import { quoteFrom } from './quote.ts';
import { removeKey } from './remove-key.ts';

/** Fixes of YAML itself: what reads as something else than it looks like. */
export function yamlFixes(analysis: Analysis, { code, start, end, message }: PolicyDiagnostic): Fix[] {
  const { text } = analysis.file;
  const flow = isInFlow(text, start);
  const quoted = (from: number): Fix[] => {
    const change = quoteFrom(text, from, flow);
    return change === undefined ? [] : [{ title: 'Put it in quotes', changes: [change], preferred: true }];
  };
  switch (code) {
    case 'yaml-alias':
    case 'yaml-bad-alias':
    case 'yaml-bad-scalar-start':
      return quoted(start);
    case 'yaml-tag':
    case 'yaml-multiple-tags':
    case 'yaml-tag-resolve-failed': {
      let tag = text[start] === '!' ? start : text.lastIndexOf('!', start);
      while (text[tag - 1] === '!') tag--;
      if (tag === -1 || text.slice(tag, start).includes('\n')) return [];
      const word = /^![^\s,[\]{}]*[ \t]*/.exec(text.slice(tag))?.[0] ?? '';
      const without = {
        title: 'Remove the tag',
        changes: [{ start: tag, end: tag + word.length, text: '' }],
      };
      return /^!([!<]|\w+[ \t])/.test(word) ? [without] : [...quoted(tag), without];
    }
    case 'yaml-anchor':
    case 'yaml-multiple-anchors': {
      const at = text.lastIndexOf('&', start);
      const anchor = /^&\S+[ \t]*/.exec(text.slice(at))?.[0];
      if (at === -1 || anchor === undefined || text.slice(at, start).trim() !== anchor.trim()) return [];
      return [
        {
          title: 'Remove the anchor',
          changes: [{ start: at, end: at + anchor.length, text: '' }],
          preferred: true,
        },
      ];
    }
    case 'yaml-merge-key':
    case 'yaml-duplicate-key':
      return withPair(
        analysis,
        start,
        end,
        code === 'yaml-merge-key' ? 'Remove the merge key' : 'Remove the second one',
      );
    case 'yaml-key':
      return [
        {
          title: 'Put the key in quotes',
          changes: [{ start, end, text: JSON.stringify(text.slice(start, end)) }],
          preferred: true,
        },
      ];
    case 'yaml-number':
      return [
        {
          title: 'Put it in quotes',
          changes: [{ start, end, text: JSON.stringify(text.slice(start, end)) }],
        },
      ];
    case 'yaml-bad-indent':
      if (isOpen.test(message)) return closing(text, start);
      return /^ *\t/.test(text.slice(startOfLine(text, start))) ? indent(text) : [];
    case 'yaml-tab-as-indent':
      return indent(text);
    case 'yaml-bad-dq-escape':
      // What begins as a character's number may be one that was mistyped.
      return [
        {
          title: 'Write \\\\ for the backslash',
          changes: [{ start, end: start, text: '\\' }],
          preferred: !/[xuU]/.test(text[start + 1] ?? ''),
        },
      ];
    case 'yaml-bad-directive':
    case 'yaml-version': {
      const at = startOfLine(text, start);
      const word = /^%\w+/.exec(text.slice(at))?.[0];
      return word === undefined
        ? []
        : [
            {
              title: `Remove the ${word} line`,
              changes: [{ start: at, end: nextLine(text, at), text: '' }],
              preferred: true,
            },
          ];
    }
    case 'yaml-missing-char':
      return isOpen.test(message) ? closing(text, start) : [];
    case 'yaml-block-as-implicit-key': {
      const line = startOfLine(text, start);
      const key = /^\s*(?:- +)*[\w.$-]+:[ \t]+/.exec(text.slice(line))?.[0];
      return key === undefined ? [] : quoted(line + key.length);
    }
    default:
      return [];
  }
}

const isOpen = /^Missing closing|end with a [\]}]/;

/** Closes a quote, bracket or brace at the end of its line. */
function closing(text: string, start: number): Fix[] {
  const end = ({ '"': '"', "'": "'", '[': ']', '{': '}' } as Record<string, string>)[text[start] ?? ''];
  if (end === undefined) return [];
  const line = endOfLine(text, start);
  const at = start + text.slice(start, line).trimEnd().length;
  return [{ title: `Add ${end}`, changes: [{ start: at, end: at, text: end }], preferred: true }];
}

const indent = (text: string): Fix[] => [
  { title: 'Indent with spaces', changes: tabs(text), preferred: true },
];

/** Spaces in place of the tabs that lines begin with: two for each. */
function tabs(text: string): TextChange[] {
  return [...text.matchAll(/^[ \t]*\t[ \t]*/gm)].map(({ 0: indent, index }) => ({
    start: index,
    end: index + indent.length,
    text: indent.replaceAll('\t', '  '),
  }));
}

function withPair(analysis: Analysis, start: number, end: number, title: string): Fix[] {
  let changes: TextChange[] = [];
  for (const { document } of analysis.sources) {
    visit(document, {
      Map(_, map) {
        const pair = map.items.find(
          ({ key }) => isScalar(key) && key.range?.[0] === start && key.range[1] === end,
        );
        if (pair !== undefined && isMap(map) && isNode(map))
          changes = removeKey(analysis.file.text, map, pair);
      },
      Alias: () => visit.SKIP,
    });
  }
  return [{ title, changes }];
}

/** Whether an offset stands within brackets or braces, as far as its line shows. */
function isInFlow(text: string, offset: number): boolean {
  const before = text.slice(startOfLine(text, offset), offset).replace(/"(\\.|[^"\\])*"|'[^']*'/g, '');
  return before.split(/[[{]/).length > before.split(/[\]}]/).length;
}
