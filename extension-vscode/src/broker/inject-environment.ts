/** The part of a process's environment that we change. */
export type Environment = Record<string, string | undefined>;

/**
 * Puts `wanted` into `environment` and returns what takes it out again: variables that somebody else changed meanwhile
 * stay theirs.
 */
export function injectEnvironment(
  environment: Environment,
  wanted: Readonly<Record<string, string>>,
): () => void {
  const before = new Map(Object.keys(wanted).map((name) => [name, environment[name]]));
  Object.assign(environment, wanted);
  return () => {
    for (const [name, old] of before) {
      if (environment[name] !== wanted[name]) continue;
      if (old === undefined) delete environment[name];
      else environment[name] = old;
    }
  };
}
