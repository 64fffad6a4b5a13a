export { MessageError } from '../errors/message-error.ts';
export { checkWire, type WireLimits } from './check-wire.ts';
export { type FieldPlan, type MessagePlan, planOf } from './message-plan.ts';
export { signedVarint, unsignedVarint, varintEnd } from './read-varint.ts';
export { WireError, type WireProblem } from './wire-error.ts';
export { WireMessage, type WireRecord } from './wire-message.ts';
export { wireType } from './wire-type.ts';
export { countedRecord, doubleRecord, fieldOf, varintBytes, varintRecord } from './write-wire.ts';
