import { stringText } from '../../json/string-text.ts';
import type { StoreError } from '../mask-error.ts';

export { type Shape, unreadableAnswer } from '../deliver-answer.ts';

/** `{"status":{"error":"…"},"time":0}` */
export const storeError: StoreError = {
  read: ({ bytes, root }) => {
    const status = root.kind === 'object' ? root.members.get('status')?.value : undefined;
    const text = status?.kind === 'object' ? status.members.get('error')?.value : undefined;
    return text?.kind === 'string' ? stringText(bytes, text) : undefined;
  },
  write: (text) => JSON.stringify({ status: { error: text }, time: 0 }),
};
