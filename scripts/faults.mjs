import { checkNode, generateClient, installPackages } from './bootstrap.mjs'
import { main, run } from './steps.mjs'

await main(async () => {
  checkNode()
  await installPackages()
  await generateClient()
  const args = ['node_modules/tsx/dist/cli.mjs', 'faults/run.ts', ...process.argv.slice(2)]
  const { code } = await run(process.execPath, args, { show: true })
  process.exitCode = code
})
