import { html, type TemplateResult } from 'lit';
import type { EffectMark } from '../../records/effect-mark.ts';

/** The sign of an effect and its word: never by colour alone. */
export const markView = (
  { kind, sign, word }: EffectMark,
  wordShown = true,
): TemplateResult => html`<span class="sign ${kind}" aria-hidden="true">${sign}</span
  >${wordShown ? html` <span>${word}</span>` : html`<span class="unseen">${word}</span>`}`;
