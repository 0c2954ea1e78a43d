import {
  buildCli,
  buildPages,
  buildServer,
  checkNode,
  generateClient,
  installPackages,
  loadEnvFile,
} from './bootstrap.mjs'
import { main } from './steps.mjs'

await main(async () => {
  checkNode()
  loadEnvFile()
  await installPackages()
  await generateClient()
  await buildServer()
  await buildCli()
  if (process.env.GATELIST_WITHOUT_PAGES !== '1') await buildPages()
  process.env.NODE_ENV = 'production'
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  // Next would end the process at the first signal, in the middle of requests; server/main.ts drains them.
  process.env.NEXT_MANUAL_SIG_HANDLE = 'true'
  // In this very process, so that a signal to it is a signal to the server.
  await import('../dist/server.js')
})
