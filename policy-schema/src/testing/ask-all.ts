import assert from 'node:assert/strict';
import { isSeq } from 'yaml';
import type { Analysis } from '../language/analyse.ts';
import {
  applyChanges,
  complete,
  conditionTokens,
  diagnose,
  type Fix,
  fixesFor,
  folds,
  hover,
  inlayHints,
  lenses,
  namedAt,
  refactorings,
  rename,
  selections,
  symbols,
} from '../language/index.ts';

/** Asks for everything there is to ask of a document at one place, and holds that each answer lies within its text. */
export function askAll(analysis: Analysis, random: () => number): void {
  const { text, path } = analysis.file;
  const below = (limit: number): number => Math.floor(random() * limit);
  // Anywhere, and often where something has a name: of most places there is nothing to rename or to protect.
  const names = namesIn(analysis);
  const offset = random() < 0.5 && names.length > 0 ? names[below(names.length)]! : below(text.length + 1);
  const within = ({ start, end }: { readonly start: number; readonly end: number }, what: string): void =>
    assert.ok(start >= 0 && start <= end && end <= text.length, `${what} ${start}–${end} of ${text.length}`);
  const applied = ({ title, changes }: Fix): string => {
    for (const change of changes) within(change, title);
    return applyChanges(text, changes);
  };
  const diagnostics = diagnose(analysis);
  for (const diagnostic of diagnostics) {
    const { code, message, remedy } = diagnostic;
    within(diagnostic, code);
    assert.ok(message.endsWith('.') && /[.?]$/.test(remedy), `${message} | ${remedy}`);
  }
  const chosen = diagnostics[below(diagnostics.length)];
  for (const fix of chosen === undefined ? [] : fixesFor(analysis, chosen)) applied(fix);
  for (const fix of refactorings(analysis, offset)) assert.notEqual(applied(fix), text, fix.title);
  for (const one of complete(analysis, offset)) within(one, one.label);
  hover(analysis, offset);
  const named = namedAt(analysis, offset);
  const renamed = rename(analysis, offset, 'never-there');
  assert.equal(renamed.ok, named !== undefined, 'whatever has a name can be renamed');
  if (renamed.ok)
    applied({
      title: 'rename',
      changes: renamed.places
        .filter(({ file }) => file === path)
        .map(({ start, end }) => ({ start, end, text: renamed.text })),
    });
  for (const one of selections(analysis, offset)) within(one, 'selection');
  for (const one of conditionTokens(analysis)) {
    within(one, 'token');
    assert.ok(one.start < one.end);
  }
  const hints = inlayHints(analysis);
  for (const { at, text } of hints) {
    within({ start: at, end: at }, text);
    assert.match(text, /^\S.*$/);
  }
  // An editor asks for what it shows.
  const [from, to] = [offset, offset + below(400)];
  assert.deepEqual(
    inlayHints(analysis, from, to),
    hints.filter(({ at }) => at >= from && at <= to),
  );
  symbols(analysis);
  folds(analysis);
  for (const { at, text } of lenses(analysis)) within({ start: at, end: at }, text);
}

/** Where the ids of rules and the names of patterns begin. */
const namesIn = ({ sources }: Analysis): readonly number[] =>
  sources.flatMap((source) =>
    [
      ['rules', 'id'],
      ['patterns', 'name'],
    ].flatMap(([list = '', key = '']) => {
      const items = source.nodeAt(['spec', list]);
      return (isSeq(items) ? items.items : []).flatMap((_, i) => {
        const range = source.nodeAt(['spec', list, i, key])?.range;
        return range ? [range[0]] : [];
      });
    }),
  );
