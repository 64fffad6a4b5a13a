import { page } from './page.ts';

export interface DeviceAsked {
  /** As the device shows it. */
  readonly code: string;
  /** The program that asked, in words. */
  readonly program: string;
  /** From where it asked: the other end of its connection. */
  readonly address: string;
  /** What it calls itself. */
  readonly agent: string;
  readonly secondsAgo: number | undefined;
  readonly post: string;
  readonly xsrf: string;
}

const ago = (seconds: number): string =>
  seconds < 60 ? 'less than a minute ago' : `${Math.floor(seconds / 60)} min ago`;

/** Asks the person whether the device that asked for this code is theirs (RFC 8628, section 5.4). */
export const deviceConfirmPage = (asked: DeviceAsked): string =>
  page(
    'Is this your device?',
    [
      'Whoever holds the device that shows this code can then work with your data as you.',
      'Go on only if you began this sign-in yourself and see the same code there. If somebody sent you the code, stop here.',
    ],
    {
      facts: [
        ['Code', asked.code],
        ['Program', asked.program],
        ['Asks from', asked.address],
        ...(asked.agent === '' ? [] : [['Calls itself', asked.agent] as const]),
        ...(asked.secondsAgo === undefined ? [] : [['Asked', ago(asked.secondsAgo)] as const]),
      ],
      form: {
        post: asked.post,
        hidden: { xsrf: asked.xsrf, user_code: asked.code },
        buttons: [
          { label: 'Yes, it is mine', name: 'confirm', value: 'yes' },
          { label: 'Stop', name: 'abort', value: 'yes' },
        ],
      },
    },
  );
