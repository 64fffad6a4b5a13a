/** Major and minor number of a version, e.g. `1.18.3` or `1.19.1-dev`; undefined for anything else. */
export function releaseOf(version: string): readonly [major: number, minor: number] | undefined {
  const [, major, minor] = /^(\d{1,6})\.(\d{1,6})\.\d+(?:[-+][\w.+-]*)?$/.exec(version) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
}
