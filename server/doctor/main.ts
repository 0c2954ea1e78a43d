// `gatelist doctor` runs this at the server's own machine, also when the server does not start. It changes nothing, and prints
// what it found as JSON: a list of checks.
import { resolve } from 'node:path'
import { type Check, checksOf } from '#lib/doctor/check'
import { configurationChecks } from '#lib/doctor/configuration'
import { databaseChecks } from '#server/doctor/database'
import { databaseUrl } from '#server/doctor/database-url'
import { diskChecks } from '#server/doctor/disk'
import { dnsChecks } from '#server/doctor/dns'
import { secretChecks } from '#server/doctor/secret'
import { projectRoot } from '#server/project-root'

async function examine(): Promise<readonly Check[]> {
  const { env, checks } = configurationChecks(process.env)
  if (env === null) return [...checks, checksOf('database').skipped('database', UNREADABLE)]
  const dataDir = resolve(projectRoot, env.dataDir)
  const database = databaseUrl(env, dataDir)
  const secret = secretChecks(env, dataDir)
  const [ofDatabase, ofDns, ofDisk] = await Promise.all([
    database.url === null ? database.checks : databaseChecks(database.url, { env, secret: secret.secret }),
    dnsChecks(env),
    diskChecks(dataDir),
  ])
  return [...checks, ...secret.checks, ...ofDatabase, ...ofDns, ...ofDisk]
}

const UNREADABLE = 'Not looked at, because the server would not start with this configuration.'

process.stdout.write(`${JSON.stringify(await examine())}\n`)
