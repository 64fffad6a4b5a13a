import { type PlayerAction, playerAction } from './player-keys.ts';

/** Where a letter is text, or Space presses something. */
const writes = 'input, select, textarea, [contenteditable]';
const presses = 'button, summary, a, [role="option"]';

/** What a key that was pressed inside of the player asks of it; undefined where it belongs to what has the focus. */
export function pressedAction(event: KeyboardEvent): PlayerAction | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return undefined;
  const [target] = event.composedPath();
  if (!(target instanceof Element) || target.closest(writes) !== null) return undefined;
  if (event.key === ' ' && target.closest(presses) !== null) return undefined;
  return playerAction(event.key);
}
