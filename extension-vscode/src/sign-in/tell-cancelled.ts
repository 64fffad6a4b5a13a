import * as vscode from 'vscode';

const again = 'Try again';
const anotherWay = 'Try another way';

/**
 * Says that a sign-in was cancelled, with what can be done. `another`: the next way that this window can try.
 * @returns the way to try now, or undefined when the person leaves it at that
 */
export async function tellCancelled(another: number | undefined): Promise<number | undefined> {
  if (another !== undefined) {
    const answer = await vscode.window.showInformationMessage(
      'VectorGate: the sign-in was cancelled, nobody is signed in. Did your browser not come back to the editor?',
      anotherWay,
      again,
    );
    return answer === anotherWay ? another : answer === again ? 0 : undefined;
  }
  const answer = await vscode.window.showInformationMessage(
    'VectorGate: the sign-in was cancelled, nobody is signed in.',
    again,
  );
  return answer === again ? 0 : undefined;
}
