// `npm run database -- …`: backup and restore of the built-in database, and migrations alone.
import { buildServer, checkNode, generateClient, installPackages, loadEnvFile } from './bootstrap.mjs'
import { main } from './steps.mjs'

await main(async () => {
  checkNode()
  loadEnvFile()
  await installPackages()
  await generateClient()
  await buildServer()
  await import('../dist/database.js')
})
