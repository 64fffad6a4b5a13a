/**
 * The entry of `jupyter.runStartupCommands`: the same on every machine, as Settings Sync copies it. All entries run as
 * one cell, so it must be one whole statement that cannot fail; it switches the shim on where its wheel is installed.
 */
export const startupCommand =
  '__import__("importlib.util").util.find_spec("vectorgate_shim") and __import__("vectorgate_shim.activate").activate.activate()  # VectorGate';

const mark = '# VectorGate';
const isOurs = (entry: string): boolean => entry.trimEnd().endsWith(mark);

const entriesOf = (setting: unknown): readonly string[] | undefined => {
  if (setting === undefined || setting === null || setting === '') return [];
  if (typeof setting === 'string') return [setting];
  if (Array.isArray(setting) && setting.every((entry) => typeof entry === 'string')) return setting;
  return undefined;
};

/** The setting with our entry first and the person's own after it; undefined when it is nothing we know how to keep. */
export function withStartupCommand(setting: unknown): readonly string[] | undefined {
  const entries = entriesOf(setting);
  return entries && [startupCommand, ...entries.filter((entry) => !isOurs(entry))];
}

/** The setting without our entry; `unset` when nothing of the person's is left, undefined as above. */
export function withoutStartupCommand(setting: unknown): readonly string[] | 'unset' | undefined {
  const entries = entriesOf(setting)?.filter((entry) => !isOurs(entry));
  return entries?.length === 0 ? 'unset' : entries;
}

/** Whether our entry stands in the setting. */
export const hasStartupCommand = (setting: unknown): boolean => (entriesOf(setting) ?? []).some(isOurs);
