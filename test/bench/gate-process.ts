// The gate with everything on, as a process of its own: started by the benchmark with its configuration file.
import { loadConfiguration, startGateway } from '@vectorgate/gateway';

const configuration = await loadConfiguration(process.argv[2] ?? '');
const gateway = await startGateway(configuration);
process.stdout.write(`${JSON.stringify({ dataUrl: gateway.dataUrl })}\n`);
process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
