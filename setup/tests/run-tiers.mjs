import { beginInstall, install } from '../install/all.mjs';
import { add, countLine, noTests } from './count.mjs';
import { tiers } from './tiers.mjs';

export const tierNames = tiers.map((tier) => tier.name);

/** Files of this name hold what takes long and adds least: looks of whole views in every theme, cells that outlive their tokens in the second editor. Only the deep run has them. */
const isWanted = (file) => process.env.VECTORGATE_TEST_DEEP === '1' || !file.endsWith('.deep.test.ts');

/** The named tiers that this clone has, each with what it would run. */
async function presentTiers(names) {
  const wanted = tiers.filter((tier) => names.includes(tier.name));
  const found = await Promise.all(
    wanted.map(async (tier) => ({ tier, files: (await tier.files()).filter(isWanted) })),
  );
  return found.filter(({ files }) => files.length > 0);
}

/** Brings what these tiers need before the first of them runs, and begins to bring what may come meanwhile: packages of the system and npm's keep different parts of the machine busy. */
export async function installFor(names) {
  const present = await presentTiers(names);
  const of = (key) => present.flatMap(({ tier }) => tier[key] ?? []);
  beginInstall('node', ...of('needs'), ...of('later'));
  await install(...new Set(['node', ...of('needs')]));
}

function recap(title, texts) {
  if (texts.length > 0) process.stdout.write(`\n━━ ${title}\n${texts.join('')}`);
}

/**
 * Runs the named tiers in their order, prints each with its count and, as the last line, the sum.
 * @returns {Promise<number>} exit code: 0 when nothing failed and every tier ran something
 */
export async function runTiers(names) {
  const present = await presentTiers(names);
  const summary = [];
  let sum = noTests;
  let empty = present.length === 0;
  for (const [index, { tier, files }] of present.entries()) {
    process.stdout.write(`\n━━ [${index + 1}/${present.length}] ${tier.name}: ${tier.about}\n`);
    const started = Date.now();
    if (tier.later) await install(...tier.later);
    const count = await tier.run(files);
    const ran = count.passed + count.failed > 0;
    empty ||= !ran;
    const line = `${tier.name}: ${countLine(count)} (${((Date.now() - started) / 1000).toFixed(0)} s)${ran ? '' : ' – ran nothing'}`;
    process.stdout.write(`${line}\n`);
    summary.push(line);
    sum = add(sum, count);
  }
  // Once more at the end, where whoever sees only the tail of a long log finds them.
  recap('Passed at the second run only', sum.unstable);
  recap('Failed', sum.failures);
  process.stdout.write(`\n${summary.map((line) => `  ${line}\n`).join('')}${countLine(sum)}\n`);
  return sum.failed > 0 || empty ? 1 : 0;
}
