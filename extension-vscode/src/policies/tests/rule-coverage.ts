import type { CoveredFile, CoveredRule } from '@vectorgate/policy-schema/test-answers';
import * as vscode from 'vscode';
import { toRange } from './to-range.ts';

/** What tests saw of one file of policies; the details are kept for when the file is open. */
export class PolicyCoverage extends vscode.FileCoverage {
  readonly details: readonly vscode.FileCoverageDetail[];

  private constructor(uri: vscode.Uri, details: readonly vscode.FileCoverageDetail[]) {
    const sums = vscode.FileCoverage.fromDetails(uri, details);
    super(uri, sums.statementCoverage, sums.branchCoverage, sums.declarationCoverage);
    this.details = details;
  }

  /** Rules are what a policy declares; a rule and its condition are its statements, whose parts have two branches each. */
  static of({ uri, rules }: CoveredFile): PolicyCoverage {
    return new PolicyCoverage(vscode.Uri.parse(uri), rules.flatMap(detailsOf));
  }
}

function detailsOf({ name, range, hits, branches }: CoveredRule): vscode.FileCoverageDetail[] {
  const own = [
    new vscode.DeclarationCoverage(name, hits, toRange(range)),
    new vscode.StatementCoverage(hits, toRange(range)),
  ];
  const [condition] = branches;
  if (condition === undefined) return own;
  const sides = branches.flatMap((one) => [
    new vscode.BranchCoverage(one.yes, toRange(one.range), `true: ${one.text}`),
    new vscode.BranchCoverage(one.no, toRange(one.range), `false: ${one.text}`),
  ]);
  return [
    ...own,
    new vscode.StatementCoverage(condition.yes + condition.no, toRange(condition.range), sides),
  ];
}
