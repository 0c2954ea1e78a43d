// `npm run cli -- …`: the command line client of this tree, built first when its sources changed.
import { join } from 'node:path'
import { buildCli, checkNode, installPackages } from './bootstrap.mjs'
import { main, root, sayOnStandardError } from './steps.mjs'

// Paths and .env are those of the folder it was called in, whatever the build needs.
const calledIn = process.env.INIT_CWD ?? process.cwd()

sayOnStandardError()
await main(async () => {
  checkNode()
  await installPackages()
  await buildCli()
})
process.chdir(calledIn)
await import(join(root, 'dist/cli.js'))
