import { type Analysis, fixesFor, type PolicyDiagnostic, type TextChange } from '../language/index.ts';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/** Diagnostics as SARIF 2.1.0, with what a machine can mend of them. */
export function sarif(found: readonly (readonly [Analysis, readonly PolicyDiagnostic[]])[]): object {
  const codes = [...new Set(found.flatMap(([, diagnostics]) => diagnostics.map(({ code }) => code)))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'vectorgate policy check', rules: codes.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: found.flatMap(([analysis, diagnostics]) =>
          diagnostics.map((diagnostic) => result(analysis, diagnostic)),
        ),
      },
    ],
  };
}

function result(analysis: Analysis, diagnostic: PolicyDiagnostic): object {
  const artifactLocation = { uri: encodeURI(analysis.file.path) };
  const { code, severity, message, remedy, start, end } = diagnostic;
  const fixes = fixesFor(analysis, diagnostic).map(({ title, changes }) => ({
    description: { text: title },
    artifactChanges: [
      { artifactLocation, replacements: changes.map((change) => replacement(analysis, change)) },
    ],
  }));
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: `${message} ${remedy}` },
    locations: [{ physicalLocation: { artifactLocation, region: region(analysis, start, end) } }],
    ...(fixes.length > 0 && { fixes }),
  };
}

const replacement = (analysis: Analysis, { start, end, text }: TextChange): object => ({
  deletedRegion: region(analysis, start, end),
  insertedContent: { text },
});

function region({ lines }: Analysis, from: number, to: number): object {
  const { start, end } = lines.range(from, to);
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
