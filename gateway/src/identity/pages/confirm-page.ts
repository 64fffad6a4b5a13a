import { page } from './page.ts';

export interface Confirmation {
  /** The program that asked, in words, e.g. "VectorGate for JupyterLab". */
  readonly program: string;
  readonly name: string | undefined;
  readonly subject: string;
  /** Where the sign-in goes. */
  readonly destination: string;
  /** Path that takes the answer. */
  readonly post: string;
  readonly nonce: string;
}

/** Asks the person who signed in whether this program, at this address, may act as them. */
export function confirmPage(asked: Confirmation): string {
  const person = asked.name ?? asked.subject;
  return page(
    `Continue to ${asked.program}?`,
    [
      'Whoever runs the program at this address can then work with your data as you.',
      'Continue only if you began this sign-in yourself and the address is yours. If somebody sent you a link, stop here.',
    ],
    {
      facts: [
        ['Program', asked.program],
        ['Signing in', person === asked.subject ? person : `${person} (${asked.subject})`],
        ['Goes to', asked.destination],
      ],
      question: {
        post: asked.post,
        nonce: asked.nonce,
        yes: `Continue as ${person}`,
        no: 'Stop, this was not me',
      },
    },
  );
}
