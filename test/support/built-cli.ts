import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Close stdout before anything can be written, as `| head -0` does. */
  readonly closeOut?: boolean;
}

/** Runs the built command line as a user would; builds it first where it is missing. */
export async function builtCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  if (!existsSync(cli)) execFileSync(process.execPath, ['tools/build.mjs'], { cwd: root });
  const { NO_COLOR: _no, FORCE_COLOR: _force, COLUMNS: _columns, ...env } = process.env;
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  if (options.closeOut === true) child.stdout.destroy();
  else child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
