import { html, type TemplateResult } from 'lit';
import type { ReplayHost } from '../../host/replay-host.ts';
import { playerKeys } from './player-keys.ts';

/** The keys of the player that do something with this host. */
export const keysView = (host: ReplayHost): TemplateResult =>
  html`<dl class="keys">${playerKeys
    .filter(({ needs }) => needs === undefined || host[needs] !== undefined)
    .map(({ keys, about }) => html`<dt>${keys.join(' ')}</dt><dd>${about}</dd>`)}</dl>`;
