import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { onRun, type Run } from '../session.ts'
import { type PlanOptions, planKeys } from './plan-keys.ts'
import { planView } from './plan-view.ts'

/** The options of plan and apply. */
export function addFileOptions(command: Command): Command {
  return command
    .requiredOption('-f, --file <path>', 'the file of allowlists; - reads standard input')
    .option('--prune', 'also remove entries that the file does not name')
}

/** `keys plan`: how the keys differ from the file. Changes nothing. */
export function addPlanCommand(parent: Command, run: Run): void {
  const command = addFileOptions(parent.command('plan'))
    .description('show how allowlists differ from a file that declares them')
    .option('--exit-code', 'exit with 1 when they differ')
  onRun<PlanOptions & { exitCode?: true }>(command, run, async (session, { options }) => {
    const plans = await planKeys(session, options)
    await session.print(planView(plans))
    const differs = plans.some(({ inSync }) => !inSync)
    return differs && options.exitCode === true ? exitCodes.failure : exitCodes.ok
  })
}
