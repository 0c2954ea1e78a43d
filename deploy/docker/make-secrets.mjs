// Runs before everything else of compose.yaml, at every start: makes the database's password once, for both sides of it.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [forDatabase, forServer] = process.argv.slice(2)
if (forDatabase === undefined || forServer === undefined) throw new Error('Usage: make-secrets.mjs FOLDER FOLDER')

// In place whole or not at all: a half-written password would be the database's for ever.
function keep(path, text, mode) {
  writeFileSync(`${path}.new`, text, { mode })
  chmodSync(`${path}.new`, mode)
  renameSync(`${path}.new`, path)
}

const password = join(forDatabase, 'password')
// Readable by all: PostgreSQL's image reads it under an account of its own. The volume is mounted in these two places alone.
if (!existsSync(password)) keep(password, randomBytes(32).toString('hex'), 0o444)
const url = `postgresql://gatelist:${readFileSync(password, 'utf8')}@database:5432/gatelist`
keep(join(forServer, 'database.env'), `DATABASE_URL=${url}\n`, 0o600)
