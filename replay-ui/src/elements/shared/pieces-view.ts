import { html, nothing, type TemplateResult } from 'lit';
import { type TextPiece, visibleLine } from '../../text/visible-text.ts';

const maskWords: Readonly<Record<string, string>> = {
  redacted: 'the whole value is hidden',
  partial: 'partly hidden',
  hash: 'stands for a value: the same one has the same hash',
  token: 'stands for a value: the same one has the same token',
};

/** Pieces of a text as text nodes: nothing of it is ever read as markup. */
export const piecesView = (pieces: readonly TextPiece[]): readonly (TemplateResult | string)[] =>
  pieces.map((piece) => {
    if (piece.kind === 'text') return piece.text;
    if (piece.kind === 'control')
      return html`<span class="control" title=${piece.about ?? ''}>${piece.text}</span>`;
    const about = piece.about ?? '';
    const known = piece.class === undefined ? undefined : visibleLine(piece.class);
    const title = [...(known === undefined ? [] : [known]), maskWords[about] ?? about].join('; ');
    return html`<mark class="hidden-text" title=${`hidden: ${title}`}>${piece.text}${known === undefined ? nothing : html` <span class="mask-class">${known}</span>`}</mark>`;
  });
