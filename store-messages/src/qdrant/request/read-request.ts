import { checkWire } from '../../protobuf/check-wire.ts';
import { type MessagePlan, planOf } from '../../protobuf/message-plan.ts';
import { WireError } from '../../protobuf/wire-error.ts';
import { WireMessage } from '../../protobuf/wire-message.ts';
import type { GrpcMethod } from '../methods.ts';
import type { Form } from './form.ts';
import { qdrantFormOf } from './forms/qdrant-forms.ts';
import { TwinText } from './twin-text.ts';
import { unreadable } from './unreadable.ts';

/** A request of gRPC's that was read. */
export interface ReadRequest {
  readonly root: WireMessage;
  readonly form: Form;
  /** What REST would send as its body; empty where the form is. */
  readonly text: TwinText;
}

/** The plan of a method's messages, and their form. */
export function readingOf({ message }: GrpcMethod): { readonly plan: MessagePlan; readonly form: Form } {
  const plan = planOf(message);
  return { plan, form: qdrantFormOf(plan) };
}

/**
 * Reads a request. Throws `MessageError` for a message that is not read the same everywhere, and for one that REST has no
 * words for.
 */
export function readRequest(method: GrpcMethod, message: Uint8Array): ReadRequest {
  const { plan, form } = readingOf(method);
  try {
    checkWire(plan, message);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw unreadable(
      error.code,
      `its message is none that is read the same everywhere: ${error.message}.`,
      error.code === 'wire-size' ? 'Send it in several smaller requests.' : undefined,
      error,
    );
  }
  const bytes = Buffer.isBuffer(message)
    ? message
    : Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const root = new WireMessage(bytes, plan);
  const text = new TwinText();
  if (!form.empty) form.write(root, text);
  return { root, form, text };
}
