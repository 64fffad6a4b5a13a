import type { FieldAt } from '../hits/field-at.ts';
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

/** A piece of printed JSON. `field`: it is a text of that field, in its quotes. */
export interface PrintedPiece {
  readonly kind: 'json' | 'cut';
  readonly text: string;
  readonly field?: string;
}

/** Printed JSON in pieces; a `cut` stands for what is left out there. */
export interface PrintedJson {
  readonly pieces: readonly PrintedPiece[];
  readonly cut: boolean;
}

const deepest = 200;

/**
 * Prints a value as JSON for reading: long texts, lists and the whole are cut and say how much is left out. Lists of
 * numbers stand in one line.
 * @param fieldAt of which field a text is, by the names of the members around it: such texts are pieces of their own
 */
export function printJson(value: unknown, limits: PrintLimits, fieldAt?: FieldAt): PrintedJson {
  const pieces: { kind: 'json' | 'cut'; text: string; field?: string }[] = [];
  const path: string[] = [];
  let length = 0;
  let cut = false;
  const add = (text: string, field?: string): void => {
    length += text.length;
    const last = pieces.at(-1);
    if (last?.kind === 'json' && last.field === field) last.text += text;
    else pieces.push({ kind: 'json', text, ...(field !== undefined && { field }) });
  };
  const leave = (text: string): void => {
    cut = true;
    length += text.length;
    pieces.push({ kind: 'cut', text });
  };
  const scalar = (inner: unknown, field?: string): void => {
    if (typeof inner !== 'string') {
      add(inner instanceof ExactNumber ? inner.text : (JSON.stringify(inner) ?? 'null'));
      return;
    }
    const { shown, left } = cutText(inner, Math.min(limits.text, Math.max(80, limits.whole - length)));
    const printed = JSON.stringify(shown);
    if (left === 0) add(printed, field);
    else {
      add(printed.slice(0, -1), field);
      leave(`… ${count(left)} more characters`);
      add('"');
    }
  };
  const print = (inner: unknown, depth: number): void => {
    if (typeof inner !== 'object' || inner === null || inner instanceof ExactNumber) {
      scalar(inner, typeof inner === 'string' ? fieldAt?.(path) : undefined);
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
        const key = keys[at]!;
        scalar(key);
        add(': ');
        path.push(key);
        print((inner as Record<string, unknown>)[key], depth + 1);
        path.pop();
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
