/** A kernel's process that this window's extension host started, however many shells lie between. */
export interface KernelProcess {
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** Its working folder; empty where the system does not tell. */
  readonly folder: string;
  /** Path of its interpreter, where its command line tells. */
  readonly python: string | undefined;
}

/** Whether a command line is that of a Python kernel with a connection file. */
export const isKernelCommand = (args: readonly string[]): boolean =>
  args.some((arg) =>
    /(^|[./\\])ipykernel(_launcher)?(\.py)?$|ipykernel_launcher|[/\\]ipykernel[/\\]/.test(arg),
  ) && args.some((arg) => arg === '-f' || /^(-f|--f=)/.test(arg));
