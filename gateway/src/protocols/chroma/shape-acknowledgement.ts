import { Splices } from '../../json/splices.ts';
import type { Shape } from './deliver-answer.ts';

/**
 * The answer to a write or a question for a number: numbers and yes or no. Where a mask binds, whatever else a store
 * may say there (none of this version does) is removed; the write itself is done and is not refused any more.
 */
export const shapeAcknowledgement: Shape = ({ bytes, root }, plan) => {
  if (!plan.binds || root.kind === 'number') return { body: bytes };
  if (root.kind !== 'object') return { body: Buffer.from('{}') };
  const splices = new Splices(bytes);
  splices.removeMembers(root, (_key, { value }) => !['number', 'true', 'false', 'null'].includes(value.kind));
  return { body: splices.apply() };
};
