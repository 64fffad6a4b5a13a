import { VgArchive } from './archive/vg-archive.ts';
import { VgDecisionCard } from './card/vg-decision-card.ts';
import { VgSessionCompare } from './compare/vg-session-compare.ts';
import { VgNotes } from './player/vg-notes.ts';
import { VgPlayer } from './player/vg-player.ts';
import { VgSandbox } from './player/vg-sandbox.ts';
import { VgTimeline } from './player/vg-timeline.ts';
import { VgQueryField } from './sessions/vg-query-field.ts';
import { VgSearches } from './sessions/vg-searches.ts';
import { VgSessions } from './sessions/vg-sessions.ts';
import { VgSummary } from './sessions/vg-summary.ts';
import { VgJson } from './shared/vg-json.ts';
import { VgRows } from './shared/vg-rows.ts';
import { VgText } from './shared/vg-text.ts';
import { VgReplay } from './vg-replay.ts';

const elements = {
  'vg-text': VgText,
  'vg-json': VgJson,
  'vg-rows': VgRows,
  'vg-query-field': VgQueryField,
  'vg-timeline': VgTimeline,
  'vg-notes': VgNotes,
  'vg-sandbox': VgSandbox,
  'vg-decision-card': VgDecisionCard,
  'vg-searches': VgSearches,
  'vg-summary': VgSummary,
  'vg-session-compare': VgSessionCompare,
  'vg-sessions': VgSessions,
  'vg-player': VgPlayer,
  'vg-replay': VgReplay,
  'vg-archive': VgArchive,
} as const;

/** Makes the elements known to the page; those that are known already stay as they are. */
export function defineReplayElements(): void {
  for (const [name, element] of Object.entries(elements))
    if (customElements.get(name) === undefined) customElements.define(name, element);
}

declare global {
  interface HTMLElementTagNameMap {
    'vg-text': VgText;
    'vg-json': VgJson;
    'vg-rows': VgRows;
    'vg-query-field': VgQueryField;
    'vg-timeline': VgTimeline;
    'vg-notes': VgNotes;
    'vg-sandbox': VgSandbox;
    'vg-decision-card': VgDecisionCard;
    'vg-searches': VgSearches;
    'vg-summary': VgSummary;
    'vg-session-compare': VgSessionCompare;
    'vg-sessions': VgSessions;
    'vg-player': VgPlayer;
    'vg-replay': VgReplay;
    'vg-archive': VgArchive;
  }
}
