/** What a rule did, without its name in front: `permits read; limits to top-k at most 50.` */
export const ruleText = (text: string, rule: string): string =>
  rule !== '' && text.startsWith(`Rule ${rule} `) ? text.slice(rule.length + 6) : text;
