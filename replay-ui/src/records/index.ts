export { plainLine } from '../text/plain-line.ts';
export { askedNumbers, askedText } from './asked-text.ts';
export { type EffectKind, type EffectMark, effectMark, effectMarks } from './effect-mark.ts';
export { type Step, stepsOf } from './step.ts';
