import { RE2JS, RE2JSException } from 're2js';

/** Whether RE2 takes a pattern: what it refuses cannot be run in linear time. */
export function isLinear(text: string, ignoreCase: boolean): boolean {
  try {
    RE2JS.compile(text, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
    return true;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return false;
  }
}
