import { codeServer, venvProgram } from '../paths.mjs';
import { findProgram } from './find-program.mjs';

/** Environment of everything that set-up starts: where the real parts lie. */
export async function environment(extra = {}) {
  const chromium = await findChromium();
  return {
    ...process.env,
    VECTORGATE_PYTHON: venvProgram('python'),
    VECTORGATE_CODE_SERVER: codeServer,
    ...(chromium && { VECTORGATE_CHROMIUM: chromium }),
    // Sign-ins of tests and of the demo stay out of the person's own keyring.
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    // Chroma and the Hugging Face library would report usage to their makers otherwise.
    ANONYMIZED_TELEMETRY: 'False',
    HF_HUB_DISABLE_TELEMETRY: '1',
    ...extra,
  };
}

/** Chromium's path, or undefined. `VECTORGATE_CHROMIUM` names another one. */
export const findChromium = async () =>
  process.env.VECTORGATE_CHROMIUM ?? (await findProgram(['chromium', 'chromium-browser', 'google-chrome']));
