import { once } from 'node:events'
import { connect } from 'node:net'
import { CALLER, networksOf, type Setting, type System, send } from './effect-setting.ts'
import { prepareBetterAuth } from './peers/better-auth.ts'
import { listedName, prepareHaproxy } from './peers/haproxy.ts'
import { prepareNginx } from './peers/nginx.ts'
import { withServer } from './processes.ts'

/** The list is saved by the plugin's own function. */
export async function betterAuth(setting: Setting): Promise<System | { problem: string }> {
  const prepared = await prepareBetterAuth(setting.bench, setting.keys)
  if ('problem' in prepared) return prepared
  return {
    name: 'Better Auth, API-key plugin',
    run: (watch) =>
      withServer(prepared.program, prepared.env, (port) =>
        watch({
          ...{ port, path: '/gate' },
          save: (admits) =>
            send('POST', `http://127.0.0.1:${port}/lists`, {
              body: { keyId: '1', networks: networksOf(setting, admits) },
            }),
        }),
      ),
  }
}

/** The list is saved by a command on the socket. */
export function haproxy(setting: Setting): System | { problem: string } {
  const prepared = prepareHaproxy(setting.bench.folder)
  if ('problem' in prepared) return prepared
  const { program, socket, listsFile, writeLists } = prepared
  writeLists(setting.keys)
  const entry = `${listsFile} ${listedName(1, CALLER)}`
  return {
    name: 'HAProxy, map changed through its socket',
    run: (watch) =>
      withServer(program, {}, (port) =>
        watch({
          ...{ port, path: '/gate' },
          save: (admits) => command(socket, admits ? `add map ${entry} 1` : `del map ${entry}`),
        }),
      ),
  }
}

/** The list is saved by writing the file, and by a reload, whose command returns before it is done. */
export function nginx(setting: Setting): System | { problem: string } {
  const prepared = prepareNginx(setting.bench.folder, 'master')
  if ('problem' in prepared) return prepared
  const { program, reload, writeLists } = prepared
  const listed = (admits: boolean) =>
    setting.keys.map((key, index) => (index === 0 ? { ...key, networks: networksOf(setting, admits) } : key))
  writeLists(listed(true))
  return {
    name: 'nginx, reloaded',
    slow: true,
    run: (watch) =>
      withServer(program, {}, (port) =>
        watch({
          ...{ port, path: '/gate' },
          save: (admits) => {
            writeLists(listed(admits))
            return reload()
          },
        }),
      ),
  }
}

async function command(path: string, line: string): Promise<void> {
  const socket = connect(path)
  let answer = ''
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString()
  })
  socket.write(`${line}\n`)
  await once(socket, 'close')
  if (answer.trim() !== '') throw new Error(`${line}: ${answer}`)
}
