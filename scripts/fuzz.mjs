import { checkNode, installPackages } from './bootstrap.mjs'
import { main, run } from './steps.mjs'

await main(async () => {
  checkNode()
  await installPackages()
  const args = ['node_modules/tsx/dist/cli.mjs', 'fuzz/run.ts', ...process.argv.slice(2)]
  const { code } = await run(process.execPath, args, { show: true })
  process.exitCode = code
})
