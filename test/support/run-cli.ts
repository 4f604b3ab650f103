import { program } from '../../src/cli/program.ts';

export interface CliOutcome {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
  /** What stderr says, on one line. */
  readonly words: string;
}

/** Runs the command line in this process, as in a log of a hundred columns without colour. */
export async function runCli(...args: readonly string[]): Promise<CliOutcome> {
  let [out, err] = ['', ''];
  let code: number | undefined;
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    env: {},
  };
  await program(io, (given) => {
    code = given;
  }).parseAsync(['node', 'lockstep', ...args]);
  return { code, out, err, words: err.replace(/\s+/g, ' ') };
}
