import type { PlacedProblem } from '../../compile/problem.ts';
import type { Analysis } from '../analyse.ts';
import type { Lint } from '../lint/lint.ts';
import { lints } from '../lint/lints.ts';
import { notHit } from '../lint/not-hit.ts';
import { snapshotLints } from '../snapshot/lint/snapshot-lints.ts';
import { usualSeverity } from './codes.ts';
import type { PolicyDiagnostic } from './policy-diagnostic.ts';

const byWeight = ['error', 'warning', 'information', 'hint'];

/**
 * Everything to say about a document, in the order of its text: what keeps it from loading, then what lints find.
 * @param most more than this nobody reads, and editors slow down: the heaviest are told, and the last of them says so
 */
export function diagnose(analysis: Analysis, most = 1000): readonly PolicyDiagnostic[] {
  const { file, compilation, snapshot } = analysis;
  const own = snapshot?.problems ?? compilation.problems.filter((problem) => problem.file === file.path);
  const problems = settled(own);
  const found: PolicyDiagnostic[] = problems.map(({ start, end, code, message, remedy, replacement }) => ({
    ...visible(file.text, start, end),
    code,
    // What is too large to be looked at here is read all the same.
    severity: snapshot !== undefined && code === 'file-too-large' ? 'information' : 'error',
    message,
    remedy,
    ...(replacement !== undefined && { replacement }),
  }));
  found.push(...byLints(analysis, snapshot === undefined ? lints : snapshotLints));
  if (found.length > most) {
    found.sort((a, b) => byWeight.indexOf(a.severity) - byWeight.indexOf(b.severity) || inText(a, b));
    const left = found.splice(most).length;
    const last = found.pop();
    if (last) found.push({ ...last, remedy: `${last.remedy} ${left} more are not shown, none graver.` });
  }
  return found.sort(inText);
}

const inText = (a: PolicyDiagnostic, b: PolicyDiagnostic): number => a.start - b.start || a.end - b.end;

/** What recorded operations alone add: they are counted after a look, and what else is said stays as it is. */
export function diagnoseTraffic(analysis: Analysis): readonly PolicyDiagnostic[] {
  return analysis.snapshot === undefined ? [...byLints(analysis, [notHit])] : [];
}

function* byLints(analysis: Analysis, all: readonly Lint[]): Iterable<PolicyDiagnostic> {
  const { compilation, surroundings } = analysis;
  const loads = compilation.problems.length === 0;
  for (const { needsAll, find } of all) {
    if (needsAll === true && !loads) continue;
    for (const finding of find(analysis)) {
      const severity = surroundings.severities?.[finding.code] ?? usualSeverity[finding.code];
      if (severity !== 'off') yield { ...finding, severity };
    }
  }
}

const isOpen = /^Missing closing|end with a [\]}]/;

/** Where YAML itself is broken, what follows from that on the same line is not told too. */
function settled(problems: readonly PlacedProblem[]): readonly PlacedProblem[] {
  const isSyntax = ({ code }: PlacedProblem): boolean => code.startsWith('yaml-');
  const broken = new Set(problems.filter(isSyntax).flatMap(({ line, endLine }) => [line, endLine]));
  // Behind a quote or bracket that is not closed everything may stand inside it.
  const open = problems.filter(({ message }) => isOpen.test(message)).map(({ line }) => line);
  const from = Math.min(...open, Number.POSITIVE_INFINITY);
  const seen = new Set<string>();
  return problems.filter((problem) => {
    if (!isSyntax(problem) && (broken.has(problem.line) || problem.line >= from)) return false;
    const place = `${problem.start} ${problem.end} ${isSyntax(problem) ? 'yaml' : problem.code}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** A range that an editor can show: within the text, and of at least one character where there is one. */
function visible(text: string, start: number, end: number): { start: number; end: number } {
  const from = Math.min(start, text.length);
  const to = Math.min(Math.max(end, from), text.length);
  if (to > from) return { start: from, end: to };
  const word = /^[^\s]+/.exec(text.slice(from, from + 200))?.[0].length ?? 0;
  return { start: from, end: from + word };
}
