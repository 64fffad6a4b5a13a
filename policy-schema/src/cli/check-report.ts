import type { Analysis, PolicyDiagnostic } from '../language/index.ts';

/** A diagnostic as the command line prints it. Lines and columns are 1-based; the end is exclusive. */
export interface ReportedProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly severity: PolicyDiagnostic['severity'];
  readonly message: string;
  readonly remedy: string;
}

/** A diagnostic of a file, by lines and columns. */
export function reported({ file, lines }: Analysis, diagnostic: PolicyDiagnostic): ReportedProblem {
  const { start, end } = lines.range(diagnostic.start, diagnostic.end);
  const { code, severity, message, remedy } = diagnostic;
  return {
    file: file.path,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    code,
    severity,
    message,
    remedy,
  };
}

/** One problem as two lines of text. */
export const problemText = ({
  file,
  line,
  column,
  code,
  severity,
  message,
  remedy,
}: ReportedProblem): string =>
  `${file}:${line}:${column}  ${severity === 'error' ? '' : `${severity} `}${code}  ${message}\n    ${remedy}\n`;
