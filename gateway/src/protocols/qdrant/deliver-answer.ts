import type { HttpResponse } from '../../engines/http/http-message.ts';
import { stringText } from '../../json/string-text.ts';
import type { MaskPlan } from '../../masks/mask-plan.ts';
import type { Delivered } from '../../pipeline/store-protocol.ts';
import { type Delivering, deliverAnswer as deliver } from '../deliver-answer.ts';
import type { StoreError } from '../mask-error.ts';

export { type Shape, unreadableAnswer } from '../deliver-answer.ts';

/** `{"status":{"error":"…"},"time":0}` */
const error: StoreError = {
  read: ({ bytes, root }) => {
    const status = root.kind === 'object' ? root.members.get('status')?.value : undefined;
    const text = status?.kind === 'object' ? status.members.get('error')?.value : undefined;
    return text?.kind === 'string' ? stringText(bytes, text) : undefined;
  },
  write: (text) => JSON.stringify({ status: { error: text }, time: 0 }),
};

/** Delivers an answer of Qdrant's. */
export const deliverAnswer = (
  plans: readonly MaskPlan[],
  shape?: Delivering['shape'],
): ((response: HttpResponse) => Delivered<HttpResponse>) =>
  deliver({ plans, error, ...(shape && { shape }) });
