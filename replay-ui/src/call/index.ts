export { callOf } from './call-of.ts';
export type { ClientCall } from './client-call.ts';
