import type { RecordsQuery, TextPattern } from '../records-query.ts';
import { contentTerms } from './content-terms.ts';
import { foldText, piecesToFold } from './fold-text.ts';

/** Lets other work pass in between; called again and again, it waits only when it is time. */
export type PassTurn = () => Promise<void> | undefined;

/**
 * Characters that are compared at a time, and that are folded. A text can be made so that each of its places takes as long as
 * the longest word, and of characters that are folded to eighteen each: then these take some milliseconds.
 */
const stretch = 16_384;
const foldStretch = 4_096;

/** Whether the texts of a request satisfy all terms about them. */
export type ContentTest = (texts: Iterable<string>, pass: PassTurn) => Promise<boolean>;

/** What the terms of a query ask of the texts of a request; other terms are for others to decide. */
export function contentTestOf(query: RecordsQuery): ContentTest {
  const terms = contentTerms(query)
    .filter(({ key }) => key === 'text')
    .map(({ not, any }) => ({ not, any: any.map(foldedPattern) }));
  if (terms.length === 0) return async () => true;
  return async (texts, pass) => {
    const left = new Set(terms);
    for (const text of texts) {
      const isShort = text.length <= foldStretch;
      const folded = isShort ? foldText(text) : await foldLong(text, pass);
      for (const term of left) {
        // A request may have half a million texts: only a long one is waited for.
        const holds = isShort
          ? term.any.some((pieces) => inOrder(pieces, folded))
          : await someInOrder(term.any, folded, pass);
        if (!holds) continue;
        if (term.not) return false;
        left.delete(term);
      }
      if (left.size === 0) return true;
      const turn = pass();
      if (turn !== undefined) await turn;
    }
    return [...left].every(({ not }) => not);
  };
}

type Pieces = readonly string[];

/** The pieces between stars, without those that hold anything. */
const foldedPattern = (parts: TextPattern): Pieces => parts.map(foldText).filter((part) => part !== '');

function inOrder(pieces: Pieces, text: string): boolean {
  let from = 0;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

async function foldLong(text: string, pass: PassTurn): Promise<string> {
  const folded: string[] = [];
  let endsBlank = false;
  for (const piece of piecesToFold(text, foldStretch)) {
    const next = foldText(piece);
    if (next === '') continue;
    // A run of white space may be cut in two: some characters expand to what begins with a blank.
    folded.push(endsBlank && next.startsWith(' ') ? next.slice(1) : next);
    endsBlank = next.endsWith(' ');
    await pass();
  }
  return folded.join('');
}

async function someInOrder(any: readonly Pieces[], text: string, pass: PassTurn): Promise<boolean> {
  for (const pieces of any) {
    let from = 0;
    for (const piece of pieces) {
      from = await endOf(piece, text, from, pass);
      if (from < 0) break;
    }
    if (from >= 0) return true;
  }
  return false;
}

/** Where the first such piece from there on ends; -1: there is none. */
async function endOf(piece: string, text: string, from: number, pass: PassTurn): Promise<number> {
  for (let at = from; at + piece.length <= text.length; at += stretch) {
    const found = text.slice(at, at + stretch + piece.length - 1).indexOf(piece);
    if (found >= 0) return at + found + piece.length;
    await pass();
  }
  return -1;
}
