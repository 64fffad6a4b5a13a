import { GateError } from '../../errors/gate-error.ts';

/** Why policies that somebody published do not come into force. */
export type PublishRefusalCode =
  | 'publishing-off'
  | 'bundle-unreadable'
  | 'bundle-file-name'
  | 'bundle-unsigned'
  | 'bundle-signature'
  | 'bundle-other-gateway'
  | 'bundle-outdated'
  | 'bundle-conflict'
  | 'policies-changing'
  | 'policies-unloadable';

/** Policies that somebody published do not come into force: why, and what to do. */
export class PublishRefusal extends GateError {
  readonly next: string;

  constructor(code: PublishRefusalCode, message: string, next: string) {
    super(code, message);
    this.next = next;
  }
}
