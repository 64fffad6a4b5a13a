/** Runs one step of bringing the demo up and tells a person about it; what it returns is the step's result. */
export type DemoStep = <T>(
  name: string,
  work: () => Promise<T>,
  outcome?: (result: T) => string,
) => Promise<T>;

/** Prints each step with its time on standard error. `total` is how many there will be. */
export function printedSteps(total: number): DemoStep {
  const terminal = process.stderr.isTTY === true;
  let number = 0;
  return async (name, work, outcome) => {
    number += 1;
    const label = `[${number}/${total}] ${name}`;
    const started = performance.now();
    const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    if (terminal) process.stderr.write(`${label} …`);
    const timer = setInterval(
      () => process.stderr.write(terminal ? `\r${label} … ${seconds()}` : `${label} … ${seconds()}\n`),
      terminal ? 200 : 15_000,
    );
    const clear = (): void => {
      clearInterval(timer);
      if (terminal) process.stderr.write('\r\u001b[K');
    };
    try {
      const result = await work();
      clear();
      const about = outcome?.(result);
      process.stderr.write(`${label}${about === undefined ? '' : `: ${about}`} (${seconds()})\n`);
      return result;
    } catch (error) {
      clear();
      process.stderr.write(`${label}: failed (${seconds()})\n`);
      throw error;
    }
  };
}

/** Says nothing: for tests. */
export const silentSteps: DemoStep = async (_name, work) => work();
