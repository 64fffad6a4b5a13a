// npm run bench -- [NAME] [options]: one benchmark by its name, `peers` without one; `--list` names them all.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { benchmarks } from './benchmarks.ts';

const [first, ...rest] = process.argv.slice(2);
const list = benchmarks.map(({ name, about }) => `  ${name.padEnd(14)} ${about}\n`).join('');

if (first === '--list') {
  process.stdout.write(`Benchmarks (npm run bench -- NAME [--help]):\n\n${list}`);
} else {
  const named = first !== undefined && !first.startsWith('-');
  const name = named ? first : 'peers';
  const chosen = benchmarks.find((one) => one.name === name);
  if (chosen === undefined) {
    process.stderr.write(`There is no benchmark ${name}. Choose one of these:\n\n${list}`);
    process.exitCode = 2;
  } else {
    const program = join(import.meta.dirname, chosen.program);
    const python = program.endsWith('.py') ? process.env.VECTORGATE_PYTHON : undefined;
    if (program.endsWith('.py') && python === undefined)
      throw new Error('VECTORGATE_PYTHON names no Python: start this by npm run bench.');
    const child = spawn(python ?? process.execPath, [program, ...(named ? rest : process.argv.slice(2))], {
      stdio: 'inherit',
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    process.exitCode = code ?? 1;
  }
}
