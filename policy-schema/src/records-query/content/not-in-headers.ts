import { PolicyError } from '../../errors/policy-error.ts';

/** Where somebody asks headers alone what stands in requests: leaving such a term out would find too much. */
export const notInHeaders = (): PolicyError =>
  new PolicyError(
    'text-not-in-headers',
    'Headers do not say what stands in requests: these have to be looked into.',
  );
