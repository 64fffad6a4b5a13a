import { problemOf } from '../gate/problem-of.ts';
import { noticeText } from '../words/notice-text.ts';
import { upperFirst } from '../words/upper-first.ts';
import type { SayOnce } from './say-once.ts';

/** What telling of trouble needs. */
export interface TroubleNoticesParts {
  readonly say: SayOnce;
  /** The gateway's address; empty where none is set. */
  readonly gateway: () => string;
  readonly log: (line: string) => void;
  /** Resolves once nobody looks at it any more. */
  readonly show: (text: string) => Promise<void>;
}

/** Tells what went wrong: in the log each time, and as a notification. */
export class TroubleNotices {
  readonly #parts: TroubleNoticesParts;

  constructor(parts: TroubleNoticesParts) {
    this.#parts = parts;
  }

  /** Of what runs by itself: once in this window for each topic and code. */
  readonly once = async (topic: string, error: unknown): Promise<void> => {
    const { say, gateway, log, show } = this.#parts;
    const { code, message, next } = problemOf(error, gateway());
    log(`${topic}: ${code}: ${message} ${next}`);
    if (say.first(`${topic} ${code}`)) await show(noticeText(`VectorGate: ${upperFirst(message)} ${next}`));
  };

  /** Of what somebody asked for just now: each time, for nothing else tells them that it did not happen. */
  readonly asked = (topic: string, error: unknown): Promise<void> => {
    const { say, gateway } = this.#parts;
    say.over(`${topic} ${problemOf(error, gateway()).code}`);
    return this.once(topic, error);
  };
}
