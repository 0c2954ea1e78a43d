import { Command, InvalidArgumentError, Option } from 'commander'
import { addAdminCommands } from './admin/commands.ts'
import { addCompletionCommand } from './completion.ts'
import { addDoctorCommand } from './doctor/command.ts'
import { addIpCommand } from './ip.ts'
import { addJwkCommands } from './jwk.ts'
import { addKeysCommands } from './keys/commands.ts'
import { addCeilingCommands } from './lists/ceiling.ts'
import { addListsCommands } from './lists/commands.ts'
import { addLoginCommands } from './login.ts'
import { formats } from './output.ts'
import type { Run } from './session.ts'
import { addStaffCommands } from './staff/commands.ts'
import { version } from './version.ts'

const NOTES = `
Secrets: an argument shows in the process list and in the shell's history. Where one is expected, - reads it from
standard input, and without it the variable is read: GATELIST_CREDENTIAL (keys), GATELIST_RAW_KEY (keys to import),
GATELIST_TOKEN (the management or staff token), GATELIST_PASSWORD (admin user create).

Endpoint: -e, else GATELIST_URL, else the one of gatelist login, else http://localhost:3000.
Token: GATELIST_TOKEN, else the one of gatelist login.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not authenticated, 4 not found, 5 refused, 130 interrupted.`

/** The whole command tree. */
export function buildProgram(run: Run): Command {
  const { stdout, stderr } = run.io
  const program = new Command('gatelist')
  program
    .description('API keys that only work from where their owner says')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .option('-e, --endpoint <url>', 'the address of the server')
    .addOption(new Option('--format <format>', 'how data is printed').choices(formats).default('table'))
    .option('-q, --quiet', 'print the secret or the ids alone, and no notes')
    .option('--timeout <seconds>', 'time limit of a request (default: 10; 30 for batch-import)', readSeconds)
    .option('--insecure-http', 'send secrets without TLS to another machine')
    .option('-y, --yes', 'do not ask, go on')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'Error: usage: ')),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', NOTES)
    .exitOverride()
  addKeysCommands(program, run)
  addListsCommands(program, run)
  addCeilingCommands(program, run)
  addIpCommand(program, run)
  addJwkCommands(program, run)
  addStaffCommands(program, run)
  addLoginCommands(program, run)
  addAdminCommands(program, run)
  addDoctorCommand(program, run)
  addCompletionCommand(program, run)
  return program
}

function readSeconds(text: string): number {
  const seconds = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || seconds <= 0 || seconds > 3600)
    throw new InvalidArgumentError('It is a number of seconds up to 3600.')
  return seconds
}
