import { type SecretForms, withoutSecret } from '../http/without-secret.ts';
import type { GrpcResponse } from './grpc-message.ts';

const star = 0x2a;

/**
 * The answer without every form of the secret: marked in an error's text, left out of the metadata, and struck out with
 * as many stars in the message, whose lengths must stay as they are. The same object where there is none.
 */
export function replyWithoutSecret(answer: GrpcResponse, forms: SecretForms): GrpcResponse {
  const { message } = answer;
  const details = Buffer.from(answer.details);
  const clean = withoutSecret(details, forms.bytes);
  const struck = message && strikeOut(message, forms.telling);
  const quoting = Object.keys(answer.metadata).filter((name) => quotes(name, answer.metadata[name]!, forms));
  if (clean === details && struck === message && quoting.length === 0) return answer;
  const metadata = Object.fromEntries(
    Object.entries(answer.metadata).filter(([name]) => !quoting.includes(name)),
  );
  return {
    status: answer.status,
    details: clean === details ? answer.details : Buffer.from(clean).toString(),
    metadata,
    ...(struck !== undefined && { message: struck }),
  };
}

function quotes(name: string, value: string, { latin1, bytes }: SecretForms): boolean {
  if (latin1.some((form) => value.includes(form))) return true;
  if (!name.endsWith('-bin')) return false;
  return value.split(',').some((part) => {
    const decoded = Buffer.from(part, 'base64');
    return bytes.some((form) => decoded.includes(form));
  });
}

function strikeOut(message: Uint8Array, forms: readonly Buffer[]): Uint8Array {
  const whole = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  let struck: Buffer | undefined;
  for (const form of forms) {
    for (let at = whole.indexOf(form); at !== -1; at = whole.indexOf(form, at + form.length)) {
      struck ??= Buffer.from(whole);
      struck.fill(star, at, at + form.length);
    }
  }
  return struck ?? message;
}
