import type { Locator } from 'playwright-core';

const looks = {
  masked: (player: Locator) => player.locator('mark.hidden-text'),
  // What was sent is withheld from reviewers: compared is what the gate understood.
  compared: (player: Locator) => player.locator('section[aria-label=asked] .diff-added'),
  refused: (player: Locator) => player.getByText('n_results 1000 is above your limit of 50'),
  plane: (player: Locator) => player.locator('svg.plane'),
};

/**
 * Waits until the player shows what this look has, and not the one before it in this order: of a session of `recordAllLooks`.
 * A key that did nothing is found by it.
 */
export const showsLook = (player: Locator, look: keyof typeof looks): Promise<void> =>
  looks[look](player).first().waitFor();
