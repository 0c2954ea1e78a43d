import { buildCli, buildPages, buildServer, checkNode, generateClient, installPackages } from './bootstrap.mjs'
import { main } from './steps.mjs'

await main(async () => {
  checkNode()
  await installPackages()
  await generateClient()
  await buildServer()
  await buildCli()
  await buildPages()
})
