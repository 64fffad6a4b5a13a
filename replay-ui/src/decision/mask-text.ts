import { isObject, type JsonObject, listOf, textOf } from '../records/is-object.ts';
import { methodText } from './method-text.ts';

/** What a mask does, in one line: `$document redacted where it holds email, phone`. */
export function maskText(mask: JsonObject): string {
  const fields = isObject(mask.fields) ? mask.fields : {};
  const except = listOf(fields.except).map(textOf).filter(Boolean);
  const named =
    fields.all === true
      ? `all fields${except.length === 0 ? '' : ` but ${except.join(', ')}`}`
      : listOf(fields.paths).map(textOf).filter(Boolean).join(', ');
  const method = textOf(mask.method);
  const detectors = listOf(mask.detectors).map(textOf).filter(Boolean);
  const kept = [
    ...(typeof mask.keepFirst === 'number' ? [`first ${mask.keepFirst} kept`] : []),
    ...(typeof mask.keepLast === 'number' ? [`last ${mask.keepLast} kept`] : []),
  ];
  return [
    `${named} ${methodText(method)}`,
    ...(kept.length === 0 ? [] : [`(${kept.join(', ')})`]),
    ...(detectors.length === 0 ? [] : [`where it holds ${detectors.join(', ')}`]),
  ].join(' ');
}
