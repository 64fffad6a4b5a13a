export { VgArchive } from './elements/archive/vg-archive.ts';
export { VgDecisionCard } from './elements/card/vg-decision-card.ts';
export { defineReplayElements } from './elements/define-replay-elements.ts';
export { VgPlayer } from './elements/player/vg-player.ts';
export { VgSessions } from './elements/sessions/vg-sessions.ts';
export { VgReplay } from './elements/vg-replay.ts';
export * from './host/index.ts';
