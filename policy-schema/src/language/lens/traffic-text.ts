import type { RuleTraffic } from '../traffic.ts';

const number = (count: number): string => count.toLocaleString('en');

/** What recorded operations say about a rule, in one phrase. */
export function trafficText({ matched, refused }: RuleTraffic, over: string): string {
  if (matched === 0) return `matched no operation ${over}`;
  const operations = `${number(matched)} operation${matched === 1 ? '' : 's'}`;
  const would = refused === 0 ? '' : `, would refuse ${number(refused)}`;
  return `matched ${operations} ${over}${would}`;
}

/** How long ago something was, in words. */
export function agoText(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
