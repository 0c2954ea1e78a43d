import { account } from '#server/postgres/account'
import { freePort } from '#test/gateway/proxy'
import { startProgram } from './program.ts'

/** So few that statements of one client come to run on the connections of another. */
const CONNECTIONS = 6

/** PgBouncer in transaction mode in front of a PostgreSQL. `urlOf`: a database of it as it is reached through here. */
export async function startPgbouncer(server: string) {
  const port = await freePort()
  const { hostname, port: target, username, password } = new URL(server)
  const configuration = (folder: string) => `[databases]
* = host=${hostname} port=${target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${folder}/users.txt
pool_mode = transaction
default_pool_size = ${CONNECTIONS}
max_client_conn = 200
server_idle_timeout = 2
`
  const running = await startProgram({
    ...{ name: 'pgbouncer', port, account },
    files: (folder) => ({
      'pgbouncer.ini': configuration(folder),
      'users.txt': `"${username}" "${decodeURIComponent(password)}"\n`,
    }),
    arguments: (folder) => [`${folder}/pgbouncer.ini`],
  })
  const urlOf = (database: string) =>
    Object.assign(new URL(server), { hostname: '127.0.0.1', port: String(port), pathname: `/${database}` }).href
  return { ...running, urlOf }
}
