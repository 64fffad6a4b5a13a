// Preloaded into a gateway: its clock is as many milliseconds ahead as the file VECTORGATE_TEST_CLOCK says, looked at
// anew four times a second. Monotonic time goes on as it is, as when an operator or NTP sets a machine's clock.
import { readFileSync } from 'node:fs';

const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);
let ahead = 0;
const look = () => {
  try {
    ahead = Number(readFileSync(process.env.VECTORGATE_TEST_CLOCK, 'utf8'));
  } catch {
    // No file can be opened now: that is another test's fault.
  }
};
look();
setInterval(look, 250).unref();

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(realNow() + ahead);
    else super(...args);
  }
  static now() {
    return realNow() + ahead;
  }
};
