import { classGroups } from '../operation/operation-class.ts';
import type { TextPattern, TextTerm } from './records-query.ts';

const spelledOut = (pattern: TextPattern): readonly TextPattern[] => {
  const group = pattern.length === 1 ? pattern[0]! : '';
  return Object.hasOwn(classGroups, group)
    ? classGroups[group as keyof typeof classGroups].map((name) => [name])
    : [pattern];
};

/** What a term asks for, one of which is enough: words for several classes as those classes. */
export const askedPatterns = ({ key, any }: TextTerm): readonly TextPattern[] =>
  key === 'class' ? any.flatMap(spelledOut) : any;
