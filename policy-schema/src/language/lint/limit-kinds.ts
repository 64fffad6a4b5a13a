import { bitsOf } from '../../compile/class-bits.ts';

/** Limits, with the classes that each is for. */
export const limitKinds = [
  ['topK', bitsOf(['search'])],
  ['page', bitsOf(['scan'])],
  ['records', -1],
] as const;
