/** Says what is being done, for how long, and how many steps there are. All on standard error. */
const terminal = process.stderr.isTTY === true;
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Quiet steps shorter than this print one line at their end only. */
const redrawMilliseconds = 200;
const stillWorkingMilliseconds = 15_000;

/**
 * Runs one step and prints its line: `[2/5] Python packages … 31.2 s`.
 * `work` gets `say(text)`, which changes what stands behind the step's name, and returns a word or two about the outcome.
 */
export async function step(number, total, name, work) {
  const started = Date.now();
  const label = `[${number}/${total}] ${name}`;
  let detail = '';
  const line = () => `${label}${detail && `: ${detail}`} … ${seconds(started)}`;
  const draw = () =>
    process.stderr.write(
      terminal ? `\r\u001b[K${line().slice(0, (process.stderr.columns ?? 80) - 1)}` : `${line()}\n`,
    );
  if (terminal) draw();
  const timer = setInterval(draw, terminal ? redrawMilliseconds : stillWorkingMilliseconds);
  try {
    const outcome = await work((text) => {
      detail = text;
    });
    clearInterval(timer);
    process.stderr.write(
      `${terminal ? '\r\u001b[K' : ''}${label}${outcome ? `: ${outcome}` : ''} (${seconds(started)})\n`,
    );
  } catch (error) {
    clearInterval(timer);
    process.stderr.write(`${terminal ? '\r\u001b[K' : ''}${label}: failed (${seconds(started)})\n`);
    throw error;
  }
}

/** Runs steps in their order, numbered. */
export async function steps(list) {
  for (const [index, { name, work }] of list.entries()) await step(index + 1, list.length, name, work);
}
