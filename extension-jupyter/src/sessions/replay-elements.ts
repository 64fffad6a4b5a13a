// Imported late: the replay is read from the server when somebody first opens a session, or a refusal shows.
import { defineReplayElements } from '@vectorgate/replay-ui';

/** A new element of the replay. */
export function replayElement<Name extends 'vg-player' | 'vg-replay' | 'vg-decision-card' | 'vg-archive'>(
  name: Name,
): HTMLElementTagNameMap[Name] {
  defineReplayElements();
  return document.createElement(name);
}
