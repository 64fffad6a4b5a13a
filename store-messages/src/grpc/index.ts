export { messagePrefix, prefixBytes } from './message-prefix.ts';
export { readPercentText, writePercentText } from './percent-text.ts';
