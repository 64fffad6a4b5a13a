import type { Configuration } from './configuration.ts';
import type { DescribedProblem } from './describe-problem.ts';
import { isLoopback } from './is-loopback.ts';

/** That no secret goes to the collector of logs in clear, nor stands in its address. */
export function checkCollector({ records: { openTelemetry } }: Configuration): DescribedProblem[] {
  if (openTelemetry === undefined) return [];
  const problem = (message: string, remedy: string): DescribedProblem[] => [
    { path: ['records', 'openTelemetry', 'url'], atKey: false, message, remedy },
  ];
  const url = URL.parse(openTelemetry.url);
  if (url === null)
    return problem(
      'The address of the collector of logs is not a URL.',
      'Write e.g. https://collector.example:4318/v1/logs.',
    );
  if (url.username !== '' || url.password !== '')
    return problem(
      'A user name or a secret stands in the address of the collector of logs.',
      'Leave it out, and give it as a header: headers: { authorization: { file: … } }.',
    );
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && Object.keys(openTelemetry.headers).length > 0)
    return problem(
      `The headers for the collector of logs, and the secrets in them, would go to ${url.host} in clear.`,
      'Use https; http with headers is for loopback only.',
    );
  return [];
}
