import { rm } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { type Command, Option } from 'commander'
import { type ExportFormat, exportFormats, totalHeader } from '#lib/exports/kinds'
import { exitCodes } from '../exit-codes.ts'
import { Failure, failed, interrupted } from '../failure.ts'
import { onRun, type Run, type Session } from '../session.ts'
import { type ProgressBar, progressBar } from '../terminal/progress.ts'
import { addTrailOptions, type TrailOptions, trailQuery } from './audit.ts'
import { notStaff, STAFF } from './call.ts'
import { type ExportFile, newExportFile, resumedExportFile } from './export-file.ts'
import { addKeyFilterOptions, type KeyFilterOptions, keyFilterQuery } from './key-filter.ts'

type FileOptions = { readonly as: ExportFormat; readonly out: string; readonly resume?: true }
type Asked = { readonly kind: string; readonly query: Readonly<Record<string, string | undefined>> }

/** `staff export keys|entries|findings|events`. */
export function addExportCommands(staff: Command, run: Run): void {
  const exports = staff.command('export').description('take out everything as a file, as fast as it can be written')
  for (const [kind, about] of [
    ['keys', 'keys'],
    ['entries', 'entries of keys, named lists and ceilings'],
  ] as const) {
    const command = addFileOptions(addKeyFilterOptions(exports.command(kind).description(about)))
    onRun<FileOptions & KeyFilterOptions>(command, run, async (session, { options }) =>
      exportTo(session, { kind, query: keyFilterQuery(options) }, options),
    )
  }
  const findings = addFileOptions(exports.command('findings').description('the keys of findings'))
    .option('--rule <rule>', 'of this finding alone')
    .option('--workspace <id>', 'of this workspace alone')
    .option('--acknowledged', 'with those that somebody acknowledged')
  onRun<FileOptions & { rule?: string; workspace?: string; acknowledged?: true }>(
    findings,
    run,
    async (session, { options }) => {
      const { rule, workspace } = options
      const query = { rule, workspace, acknowledged: options.acknowledged === true ? '1' : undefined }
      return exportTo(session, { kind: 'findings', query }, options)
    },
  )
  const events = addFileOptions(addTrailOptions(exports.command('events').description('the audit trail')))
  onRun<FileOptions & TrailOptions>(events, run, async (session, { options }) =>
    exportTo(session, { kind: 'events', query: trailQuery(options) }, options),
  )
}

// `--format` is how data is printed, everywhere: the program itself takes it.
function addFileOptions(command: Command): Command {
  return command
    .addOption(new Option('--as <form>', 'the form of the file').choices(exportFormats).default('csv'))
    .requiredOption('--out <file>', 'the file to write')
    .option('--resume', 'go on with a file that broke off, behind its last whole row')
}

/** How often it goes on by itself when the connection breaks, while rows still come. */
const ATTEMPTS = 5

async function exportTo(session: Session, asked: Asked, options: FileOptions): Promise<0> {
  const { io, globals } = session
  const path = isAbsolute(options.out) ? options.out : join(io.cwd, options.out)
  const file = await (options.resume === true ? resumedExportFile : newExportFile)(path, options.as)
  const had = file.reader.rows
  let bar: ProgressBar | null = null
  try {
    for (let attempt = 1; ; attempt++) {
      const before = file.reader.rows
      const after = file.reader.cursor ?? undefined
      const response = await begin(session, { ...asked, query: { ...asked.query, format: options.as, after } })
      bar ??= progressBar(io, { ...totalOf(response, had), quiet: globals.quiet === true, things: 'rows' })
      if (await takeRows(session, response, { file, bar })) break
      attempt = file.reader.rows > before ? 0 : attempt
      if (attempt === ATTEMPTS) throw failed(`the connection broke after ${file.reader.rows} rows; --resume goes on`)
    }
  } catch (error) {
    // Nothing came: nothing is left behind.
    if (file.reader.rows === 0) await rm(path, { force: true })
    throw error
  } finally {
    bar?.stop()
    await file.handle.close()
  }
  session.note(`${file.reader.rows} rows in ${options.out}${had > 0 ? `, ${had} of them from before` : ''}.`)
  return exitCodes.ok
}

async function begin({ client }: Session, { kind, query }: Asked): Promise<Response> {
  const call = { method: 'GET', path: `${STAFF}/exports/${kind}`, query, headers: { Accept: '*/*' } } as const
  try {
    return await client.open(call)
  } catch (error) {
    throw (error instanceof Failure ? notStaff(error.message, statusOf(error)) : null) ?? error
  }
}

function statusOf({ exitCode }: Failure): number {
  return exitCode === exitCodes.notFound ? 404 : 0
}

function totalOf(response: Response, had: number): { total: number } {
  return { total: had + Number(response.headers.get(totalHeader) ?? 0) }
}

/** Whether all of it came. Whole rows alone are written. */
async function takeRows(
  { io }: Session,
  response: Response,
  { file, bar }: { file: ExportFile; bar: ProgressBar },
): Promise<boolean> {
  const { handle, reader } = file
  try {
    for await (const chunk of response.body ?? []) {
      const before = reader.rows
      await handle.write(reader.push(chunk).complete)
      bar.advance(reader.rows - before)
    }
    if (reader.isWhole) return true
  } catch (error) {
    if (io.signal.aborted) throw interrupted()
    // A disk that is full is not a connection that broke.
    if (isSystemError(error)) throw failed(`the file cannot be written: ${error.message}`)
  }
  reader.drop()
  return false
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'errno' in error && error.constructor === Error
}
