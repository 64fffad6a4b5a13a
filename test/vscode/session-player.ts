import type { Locator } from 'playwright-core';
import { inFrames } from './in-frames.ts';
import type { Workbench } from './workbench.ts';

/** The player of a recorded session, in its page of the workbench. */
export class SessionPlayer {
  readonly element: Locator;

  private constructor(element: Locator) {
    this.element = element;
  }

  /** Waits until a player is open that shows something. */
  static async open(bench: Workbench): Promise<SessionPlayer> {
    return new SessionPlayer(await inFrames(bench.page, 'body > vg-player'));
  }

  /** Waits until the player shows the text. */
  async shows(text: string | RegExp): Promise<void> {
    await this.element.getByText(text).first().waitFor();
  }

  /** Gives the player the keyboard. */
  async focus(): Promise<void> {
    await this.element.getByRole('region', { name: 'Step' }).focus();
  }

  async press(key: string): Promise<void> {
    await this.element.page().keyboard.press(key);
  }
}
