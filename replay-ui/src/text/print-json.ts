import { ExactNumber } from '../records/read-part.ts';
import { count } from './amounts.ts';
import { cutText } from './cut-text.ts';

/** How much of a value is printed. */
export interface PrintLimits {
  /** Characters of one text. */
  readonly text: number;
  /** Items of one list, members of one object. */
  readonly items: number;
  /** Characters in all. */
  readonly whole: number;
}

/** Printed JSON in pieces; a `cut` stands for what is left out there. */
export interface PrintedJson {
  readonly pieces: readonly { readonly kind: 'json' | 'cut'; readonly text: string }[];
  readonly cut: boolean;
}

const deepest = 200;

/**
 * Prints a value as JSON for reading: long texts, lists and the whole are cut and say how much is left out. Lists of
 * numbers stand in one line.
 */
export function printJson(value: unknown, limits: PrintLimits): PrintedJson {
  const pieces: { kind: 'json' | 'cut'; text: string }[] = [];
  let length = 0;
  let cut = false;
  const add = (text: string): void => {
    length += text.length;
    const last = pieces.at(-1);
    if (last?.kind === 'json') last.text += text;
    else pieces.push({ kind: 'json', text });
  };
  const leave = (text: string): void => {
    cut = true;
    length += text.length;
    pieces.push({ kind: 'cut', text });
  };
  const scalar = (inner: unknown): void => {
    if (typeof inner !== 'string') {
      add(inner instanceof ExactNumber ? inner.text : (JSON.stringify(inner) ?? 'null'));
      return;
    }
    const { shown, left } = cutText(inner, Math.min(limits.text, Math.max(80, limits.whole - length)));
    const printed = JSON.stringify(shown);
    if (left === 0) add(printed);
    else {
      add(printed.slice(0, -1));
      leave(`… ${count(left)} more characters`);
      add('"');
    }
  };
  const print = (inner: unknown, depth: number): void => {
    if (typeof inner !== 'object' || inner === null || inner instanceof ExactNumber) {
      scalar(inner);
      return;
    }
    const isList = Array.isArray(inner);
    const [open, close] = isList ? '[]' : '{}';
    const keys = isList ? undefined : Object.keys(inner);
    const total = keys?.length ?? (inner as unknown[]).length;
    if (total === 0) {
      add(`${open}${close}`);
      return;
    }
    if (depth > deepest) {
      leave('… nested deeper');
      return;
    }
    const inLine = isList && inner.every((item) => typeof item === 'number');
    const indent = inLine ? '' : `\n${'  '.repeat(depth + 1)}`;
    add(open!);
    let at = 0;
    for (; at < total && at < limits.items && length < limits.whole; at++) {
      add(`${at === 0 ? '' : inLine ? ', ' : ','}${indent}`);
      if (keys === undefined) print((inner as unknown[])[at], depth + 1);
      else {
        scalar(keys[at]!);
        add(': ');
        print((inner as Record<string, unknown>)[keys[at]!], depth + 1);
      }
    }
    if (at < total) {
      add(inLine ? ', ' : `,${indent}`);
      leave(`… ${count(total - at)} more`);
    }
    add(`${inLine ? '' : `\n${'  '.repeat(depth)}`}${close}`);
  };
  print(value, 0);
  return { pieces, cut };
}
