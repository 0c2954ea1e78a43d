import { checkNode, generateClient, installPackages } from './bootstrap.mjs'
import { main, run } from './steps.mjs'

await main(async () => {
  checkNode()
  await installPackages()
  await generateClient()
  const { code } = await run(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', 'bench/run.ts', ...process.argv.slice(2)],
    { show: true },
  )
  process.exitCode = code
})
