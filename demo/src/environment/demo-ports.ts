import { freePort } from '../processes/free-port.ts';

/** Ports of the demo on the loopback address. Chroma's is random, and known to nobody but the gateway. */
export interface DemoPorts {
  readonly data: number;
  readonly control: number;
  readonly provider: number;
  readonly workloads: number;
}

/** The demo's usual ports where they are free, others where not. */
export const usualPorts = async (): Promise<DemoPorts> => ({
  data: await freePort(8700),
  control: await freePort(8701),
  provider: await freePort(8702),
  workloads: await freePort(8703),
});

/** Ports that nobody uses, for tests. */
export const freePorts = async (): Promise<DemoPorts> => ({
  data: await freePort(),
  control: await freePort(),
  provider: await freePort(),
  workloads: await freePort(),
});
