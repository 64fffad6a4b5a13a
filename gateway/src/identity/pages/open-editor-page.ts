import { page } from './page.ts';

/** Shown while the browser asks whether it may open the desktop editor, and after it did. */
export const openEditorPage = (address: string, signedIn: boolean): string =>
  page(
    signedIn ? 'Back to your editor' : 'Nobody was signed in',
    [
      signedIn
        ? 'Your browser asks whether it may open your editor: allow it, and the sign-in is complete there. You can close this window then.'
        : 'Your editor says why. You can close this window.',
    ],
    { action: { label: 'Open the editor', href: address } },
  );
