// Pages reload by themselves; a change of server/ or of what it imports starts the server anew.
import { spawn } from 'node:child_process'
import { checkNode, generateClient, installPackages, loadEnvFile } from './bootstrap.mjs'
import { main } from './steps.mjs'

await main(async () => {
  checkNode()
  loadEnvFile()
  await installPackages()
  await generateClient()
  const args = ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts', '--dev']
  const env = { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1', NEXT_MANUAL_SIG_HANDLE: 'true' }
  const child = spawn(process.execPath, args, { env, stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
})
