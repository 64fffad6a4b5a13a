import type { Analysis } from '../analyse.ts';
import type { Fix, PolicyDiagnostic } from '../diagnose/policy-diagnostic.ts';
import { plainText } from '../document/plain-text.ts';
import { applyChanges } from '../document/text-change.ts';
import { beginDocument } from './begin-document.ts';
import { conditionFixes } from './condition-fixes.ts';
import { FixPlace } from './fix-place.ts';
import { keyFixes } from './key-fixes.ts';
import { lineBreak } from './places.ts';
import { ruleFixes } from './rule-fixes.ts';
import { yamlFixes } from './yaml-fixes.ts';

/** What a machine can do about a diagnostic, best first. */
export function fixesFor(analysis: Analysis, diagnostic: PolicyDiagnostic): readonly Fix[] {
  const { code } = diagnostic;
  const { path, text } = analysis.file;
  const isJson = path.endsWith('.json');
  const fixes: Fix[] = [];
  if (diagnostic.replacement !== undefined)
    fixes.push(replace(text, diagnostic, diagnostic.replacement, isJson));
  const place = FixPlace.at(analysis, diagnostic);
  if (diagnostic.fixes !== undefined) fixes.push(...diagnostic.fixes());
  else if (code === 'document-empty' && analysis.snapshot === undefined)
    fixes.push(...beginDocument(analysis, diagnostic.start, diagnostic.message));
  else if (code.startsWith('yaml-')) fixes.push(...yamlFixes(analysis, diagnostic));
  else if (code.startsWith('when-')) fixes.push(...conditionFixes(analysis, diagnostic));
  else if (place !== undefined) fixes.push(...keyFixes(place), ...ruleFixes(place));
  return [...finished(analysis, fixes)].sort(
    (a, b) => Number(b.preferred ?? false) - Number(a.preferred ?? false),
  );
}

/** Fixes that change something, in the file's own line ends; in a file of JSON those that leave it JSON. */
export function finished({ file: { path, text } }: Analysis, fixes: readonly Fix[]): readonly Fix[] {
  const ending = lineBreak(text);
  return (
    fixes
      .filter(({ changes }) => changes.length > 0)
      .map((fix) => ({
        ...fix,
        changes: fix.changes.map((one) => ({ ...one, text: one.text.replaceAll('\n', ending) })),
      }))
      // What mends YAML may be no JSON.
      .filter(({ changes }) => !path.endsWith('.json') || parses(applyChanges(text, changes)))
  );
}

function parses(json: string): boolean {
  try {
    JSON.parse(json);
    return true;
  } catch {
    return false;
  }
}

function replace(
  text: string,
  { start, end, code }: PolicyDiagnostic,
  replacement: string,
  isJson: boolean,
): Fix {
  // Inside conditions and patterns, and where quotes or brackets are what is meant, it is YAML already.
  const raw = code.startsWith('when-') || /^(["[\d-]|(true|false)$)/.test(replacement);
  const written = raw ? replacement : isJson ? JSON.stringify(replacement) : plainText(replacement);
  // A path such as identity.claims["x"] is named as a whole; only its last word is wrong.
  const index = code === 'when-unknown-name' ? /\["[^"]*"\]$/.exec(text.slice(start, end)) : null;
  const from = index === null ? start : start + index.index + 2;
  const to = index === null ? end : end - 2;
  const quoted = JSON.stringify(text.slice(start, end).trim()) === written;
  return {
    title: quoted ? 'Put it in quotes' : `Change to ${written}`,
    changes: [{ start: from, end: to, text: written }],
    preferred: true,
  };
}
