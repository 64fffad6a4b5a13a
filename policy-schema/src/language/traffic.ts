/** What became of the operations that a rule matched. */
export interface RuleTraffic {
  readonly matched: number;
  /** Of these it would refuse so many. */
  readonly refused: number;
}

/** What recorded operations say about rules, as somebody counted them who may look at records. */
export interface Traffic {
  /** Over what was counted: "in 7 days". */
  readonly over: string;
  /** Milliseconds since the epoch at which the records were read. */
  readonly read: number;
  /** By `trafficKey`; a rule that was not counted is absent. */
  readonly rules: ReadonlyMap<string, RuleTraffic>;
}

/** What stands for a rule in the counts. */
export const trafficKey = ({ policy, rule }: { readonly policy: string; readonly rule: string }): string =>
  `${policy}/${rule}`;
