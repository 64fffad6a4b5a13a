import type { TestContext } from 'node:test';

/** Both clocks of this process, moved by a test: the one of the calendar, and the one that never goes back. */
export interface Later {
  /** Milliseconds since the epoch, as the process sees it. */
  now(): number;
  /** That much later than now. The calendar stands still in between, the other clock goes on. */
  by(milliseconds: number): void;
}

/** Takes the clocks over until the test ends. They begin at `now`, where another test may have left them. */
export function later({ mock }: TestContext, now = Date.now()): Later {
  let instant = now;
  let ahead = now - Date.now();
  const real = performance.now.bind(performance);
  mock.timers.enable({ apis: ['Date'], now });
  mock.method(performance, 'now', () => real() + ahead);
  return {
    now: () => instant,
    by: (milliseconds) => {
      instant += milliseconds;
      ahead += milliseconds;
      mock.timers.setTime(instant);
    },
  };
}
