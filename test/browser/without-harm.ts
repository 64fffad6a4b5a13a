import assert from 'node:assert/strict';
import type { Dialog, Locator, Page } from 'playwright-core';
import { hostileWords } from './hostile-name.ts';

/** Fails when anything of a hostile text was obeyed while somebody looked, or in what `look` gives back. */
export async function withoutHarm(page: Page, look: () => Promise<readonly Locator[]>): Promise<void> {
  const dialogs: string[] = [];
  const hear = (dialog: Dialog): void => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  };
  page.on('dialog', hear);
  try {
    for (const shown of await look()) {
      const made = 'img, script, iframe, object, [srcdoc], [onerror], [href^="javascript:"]';
      assert.equal(await shown.locator(made).count(), 0, 'an element was made of a text');
      await shown.getByText(hostileWords).first().waitFor();
      for (const code of [0x1b, 0x202e])
        assert.equal(
          await shown.getByText(String.fromCharCode(code)).count(),
          0,
          `U+${code.toString(16)} is shown as itself`,
        );
    }
    for (const frame of page.frames()) {
      // A frame may go while it is asked.
      const pwned = await frame.evaluate('window.pwned').catch((error: unknown) => {
        if (frame.isDetached()) return undefined;
        throw error;
      });
      assert.equal(pwned, undefined, `a script of a name ran in ${frame.url()}`);
    }
    assert.deepEqual(dialogs, []);
  } finally {
    page.off('dialog', hear);
  }
}
