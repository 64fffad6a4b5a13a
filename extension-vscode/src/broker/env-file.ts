/**
 * Whether a `.env` file sets PYTHONPATH to something that leaves the shim out: the Python extension puts it over what
 * kernels inherit. `${PYTHONPATH}` and `${env:PYTHONPATH}` in its value keep what was there. @returns the 1-based line, or undefined
 */
export function overridesPythonPath(envFile: string): number | undefined {
  const lines = envFile.split(/\r?\n/);
  // The last assignment counts.
  const at = lines.findLastIndex((line) => /^\s*(export\s+)?PYTHONPATH\s*=/.test(line));
  if (at < 0 || /\$\{?(env:)?PYTHONPATH\}?/.test(lines[at] ?? '')) return undefined;
  return at + 1;
}
