import type { Wanted } from '../finding.ts';
import type { Span } from './span.ts';

/** Names of two to four characters before a form of address: Chinese, Japanese, Korean. */
const before =
  /(?:[\p{Script=Han}\p{Script=Katakana}・]{1,8}(?=(?:先生|女士|小姐|教授|经理|さん|さま|様|氏|くん|ちゃん))|[\p{Script=Hangul}]{2,4}(?=\s?(?:씨|님|선생)))/gu;
/** Behind a form of address or the name of a field. */
const behind =
  /(?:姓名|名前|氏名|お名前|이름|성명|الاسم|اسم|नाम|السيد|السيدة|الدكتور|श्री|श्रीमती)\s*[:：]?\s*([\p{L}\p{M}]{1,20}(?: [\p{L}\p{M}]{2,20})?)/gu;

/** Finds names of people in scripts without capital letters, where something beside them says that they are. */
export function findEastern(text: string, wanted: Wanted): Span[] {
  if (
    !wanted.has('person-name') ||
    !/[\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/.test(text)
  )
    return [];
  const spans: Span[] = [];
  for (const match of text.matchAll(before))
    spans.push({ start: match.index, end: match.index + match[0].length, detector: 'person-name' });
  for (const match of text.matchAll(behind)) {
    const start = match.index + match[0].length - match[1]!.length;
    spans.push({ start, end: match.index + match[0].length, detector: 'person-name' });
  }
  return spans;
}
