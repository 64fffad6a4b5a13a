import type { Scalar } from 'yaml';
import type { ShapeContext } from './check-shape.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Shape } from './shape.ts';

const forms: Readonly<Record<string, string>> = {
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?(Z|[+-][0-9]{2}:[0-9]{2})$':
    'a date and time with its zone in quotes, such as "2027-01-31T18:00:00Z"',
  '^[a-z0-9][a-z0-9._-]*$': 'lower-case letters, digits, dots, dashes and underscores',
  '^[a-z][a-z0-9-]*$': 'lower-case letters, digits and dashes, beginning with a letter',
  '^[1-9][0-9]{0,8}/(s|min|h|day)$': 'a number per s, min, h or day, such as 60/min',
  '^[1-9][0-9]{0,5}(m|h|d)$': 'a number of m, h or d, such as 30m',
  '^[^\\r\\n]+$': 'one line of text',
};

/** Whether a pattern of the schema can be told in words. */
export const hasForm = (pattern: string): boolean => pattern in forms;

/** Checks a single value: its words, its form, its bounds. */
export function checkScalar(context: ShapeContext, node: Scalar, shape: Shape): void {
  const { source, name } = context;
  const { value } = node;
  if (shape.const !== undefined && value !== shape.const) {
    source.at(node, 'unknown-word', `${name} cannot be ${String(value)}.`, `Write ${String(shape.const)}.`);
    return;
  }
  if (shape.oneOf !== undefined) {
    const words = shape.oneOf.map((word) => String(word.const));
    if (words.includes(String(value))) return;
    source.at(
      node,
      'unknown-word',
      `${name} cannot be ${String(value)}.`,
      didYouMean(String(value), words, ''),
    );
    return;
  }
  if (typeof value === 'string') {
    if (value.length < (shape.minLength ?? 0)) {
      source.at(node, 'text-empty', `${name} is empty.`, 'Write something, or remove it.');
      return;
    }
    if (value.length > (shape.maxLength ?? Number.POSITIVE_INFINITY)) {
      source.at(
        node,
        'text-too-long',
        `${name} is longer than ${shape.maxLength} characters.`,
        'Shorten it.',
      );
      return;
    }
    if (shape.pattern !== undefined && !new RegExp(shape.pattern, 'u').test(value)) {
      source.at(node, 'wrong-form', `${name} is not of its form.`, `Write ${forms[shape.pattern]}.`);
    }
  }
  if (typeof value === 'number') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = shape;
    if ((shape.type === 'integer' && !Number.isInteger(value)) || value < minimum || value > maximum) {
      source.at(
        node,
        'number-out-of-range',
        `${name} cannot be ${value}.`,
        `Write a whole number from ${minimum} ${Number.isFinite(maximum) ? `to ${maximum}` : 'on'}.`,
      );
    }
  }
}
