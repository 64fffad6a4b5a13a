import type { Connection } from 'vscode-languageserver';
import {
  type RecordedTraffic,
  recordedTraffic,
  type ToldTraffic,
} from '../analyse/traffic/recorded-traffic.ts';
import { TrafficCount } from '../analyse/traffic/traffic-count.ts';
import type { Analysis, Traffic } from '../language/index.ts';

/** A notification to the server, beside those of the protocol: recorded requests, for lenses. See `ToldTraffic`. */
export const trafficMessage = 'vectorgate/traffic';

/** Milliseconds of silence after a look before recorded requests are decided again, and of work before others have a turn. */
const pause = 250;
const slice = 15;

/** What recorded operations say about the rules of open policies, as far as an editor gives any. */
export class ServedTraffic {
  readonly #looks = new Map<
    string,
    { readonly analysis: Analysis; readonly timer: ReturnType<typeof setTimeout> }
  >();
  readonly #counted = new Map<string, Traffic>();
  #recorded: RecordedTraffic | string | undefined;
  readonly #changed: () => void;

  /** @param changed to be called when lenses may be others than before */
  constructor(connection: Connection, changed: () => void) {
    this.#changed = changed;
    connection.onNotification(trafficMessage, (told: ToldTraffic) => {
      this.#recorded = 'absent' in told ? (told.absent ?? undefined) : recordedTraffic(told);
      if (this.#recorded === undefined && !('absent' in told))
        connection.console.warn('What the editor gave as recorded requests are none.');
      this.#counted.clear();
      for (const [uri, { analysis }] of this.#looks) this.count(uri, analysis, 0);
      this.#changed();
    });
  }

  /** What is said of a document: the counts of the version before while a new one is counted. */
  of(uri: string): Traffic | string | undefined {
    return typeof this.#recorded === 'object' ? this.#counted.get(uri) : this.#recorded;
  }

  /** Counts anew for a document as it is now, unless it changes before. */
  count(uri: string, analysis: Analysis, after = pause): void {
    clearTimeout(this.#looks.get(uri)?.timer);
    const timer = setTimeout(() => this.#begin(uri, analysis), after);
    this.#looks.set(uri, { analysis, timer });
  }

  forget(uri: string): void {
    clearTimeout(this.#looks.get(uri)?.timer);
    this.#looks.delete(uri);
    this.#counted.delete(uri);
  }

  #begin(uri: string, { compilation }: Analysis): void {
    const recorded = this.#recorded;
    // What does not load would refuse everything: of that nothing is told.
    if (typeof recorded !== 'object' || compilation.problems.length > 0) return;
    const rules = compilation.places.map(({ compiled }) => compiled);
    const counting = new TrafficCount(rules, recorded.requests);
    const goOn = (): void => {
      const look = this.#looks.get(uri);
      if (look === undefined) return;
      if (!counting.goOn(slice)) {
        this.#looks.set(uri, { analysis: look.analysis, timer: setTimeout(goOn) });
        return;
      }
      const { over, read } = recorded;
      this.#counted.set(uri, { over, read, rules: counting.rules });
      this.#changed();
    };
    goOn();
  }
}
