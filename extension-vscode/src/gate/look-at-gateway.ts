import type { Discovery } from '@vectorgate/client';
import { clockProblem } from './clock-problem.ts';
import { GateProblem } from './problem.ts';

/** The gateway's word on itself. Throws also when this machine's clock is too far from the gateway's. */
export async function lookAtGateway(gateway: string): Promise<Discovery> {
  const { discover } = await import('@vectorgate/client');
  const discovery = await discover(gateway);
  const response = await fetch(new URL('/.well-known/vectorgate', gateway), {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  const off = clockProblem(response?.headers.get('date') ?? null, Date.now());
  if (off !== undefined) throw new GateProblem(off);
  return discovery;
}
