import { join } from 'node:path';
import * as vscode from 'vscode';
import type { KernelEntry } from '../gate/standing.ts';
import { doctorLine } from './doctor-line.ts';
import { findPython } from './find-python.ts';

/**
 * Says in a new terminal what governs the Python that is in use here: which libraries, which names, who is signed in, what
 * to do.
 */
export async function runDoctor(extensionPath: string, kernels: readonly KernelEntry[]): Promise<void> {
  const python = (await findPython(kernels)) ?? (process.platform === 'win32' ? 'python' : 'python3');
  const terminal = vscode.window.createTerminal({ name: 'VectorGate doctor' });
  terminal.show();
  terminal.sendText(
    doctorLine(python, join(extensionPath, 'vectorgate_shim', 'doctor.py'), vscode.env.shell),
  );
}
