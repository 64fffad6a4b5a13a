import type { WorkloadSource } from '../workload/workload-source.ts';

/** Said of a command that acts as the workload. */
export const workloadGives = ({ variable }: WorkloadSource): string =>
  `VectorGate: nobody is signed in; ${variable} gives this command its token.\n`;

/** Said of a command that acts as the person who is signed in, where the environment names a workload's tokens too. */
export const workloadUnused = ({ variable }: WorkloadSource): string =>
  `VectorGate: you are signed in, so this command is yours; ${variable} is not used.\n`;
