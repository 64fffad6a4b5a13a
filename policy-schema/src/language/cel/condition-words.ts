import * as variables from '../../condition/variables.ts';
import type { OperationClass } from '../../operation/operation-class.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Completion } from '../complete/completion.ts';
import { variableMeaning } from './variable-meaning.ts';

type Word = Omit<Completion, 'start' | 'end' | 'rank'>;

const variable = (label: string, detail: string, meaning?: string): Word => ({
  label,
  kind: 'variable',
  insert: label,
  isSnippet: false,
  detail,
  documentation: meaning,
});

const call = (label: string, insert: string, detail: string): Word => ({
  label,
  kind: 'function',
  insert,
  isSnippet: true,
  detail,
});

const ofText = [
  call('startsWith', 'startsWith("$1")', 'the text begins with'),
  call('endsWith', 'endsWith("$1")', 'the text ends with'),
  call('contains', 'contains("$1")', 'the text contains'),
];
const ofList = [
  call('exists', `exists(\${1:x}, \${1:x} == "$2")`, 'one entry satisfies'),
  call('all', `all(\${1:x}, \${1:x} == "$2")`, 'every entry satisfies'),
  call('exists_one', `exists_one(\${1:x}, \${1:x} == "$2")`, 'exactly one entry satisfies'),
];
const forType = (type: string | undefined): Word[] =>
  type === 'string' ? ofText : type?.startsWith('list') || type === 'string-list' ? ofList : [];

const fields = (of: Readonly<Record<string, string>>, base: string): Word[] =>
  Object.entries(of).map(([name, type]) => variable(name, type, variableMeaning[`${base}.${name}`]));

/** What may follow a path such as `identity.claims`; an empty path begins an expression. */
export function conditionWords(
  path: string,
  classes: readonly OperationClass[],
  catalogue: Catalogue | undefined,
  before: string,
): Word[] {
  const claims = Object.fromEntries(
    (catalogue?.issuers ?? []).flatMap((issuer) => Object.entries(issuer.claims)),
  );
  switch (path) {
    case '': {
      // Behind a value comes an operator, which nobody needs help with; behind one, a value.
      if (/[\w"\])]\s+\w*$/.test(before) && !/(&&|\|\||in|[<>=!])\s+\w*$/.test(before)) return [];
      const roots = variables.variableNames.map((name) => variable(name, variableMeaning[name] ?? ''));
      return [...roots, call('has', `has(\${1:identity.claims.}$2)`, 'whether a claim is there')];
    }
    case 'identity':
      return [
        ...fields(variables.identityFields, path),
        variable('claims', 'what the issuers declare', variableMeaning['identity.claims']),
      ];
    case 'identity.claims':
      return Object.entries(claims).map(([name, type]) => variable(name, type));
    case 'target':
      return fields(variables.targetFields, path);
    case 'request':
      return fields(variables.requestFields, path).filter(({ label }) =>
        classes.every((name) => (variables.requestFieldsOf[name] as readonly string[]).includes(label)),
      );
    default: {
      const [root, field = '', claim] = path.split('.');
      if (root === 'connection' || root === 'store') return ofText;
      if (root === 'identity' && field === 'claims') return forType(claims[claim ?? '']);
      const of: Readonly<Record<string, Readonly<Record<string, string>>>> = {
        identity: variables.identityFields,
        target: variables.targetFields,
        request: variables.requestFields,
      };
      return forType(of[root ?? '']?.[field]);
    }
  }
}
