import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { Failure, usage } from '../failure.ts'
import { canAsk } from '../io.ts'
import { onRun, type Run, type Session } from '../session.ts'
import { confirm } from '../terminal/prompt.ts'
import { applyPlan } from './apply-plan.ts'
import { addFileOptions } from './plan.ts'
import { type KeyPlan, type PlanOptions, planKeys } from './plan-keys.ts'
import { planView, removes } from './plan-view.ts'

/** `keys apply`: makes the keys as the file says, entry by entry and never against a change made meanwhile. */
export function addApplyCommand(parent: Command, run: Run): void {
  const command = addFileOptions(parent.command('apply'))
    .description('make allowlists as a file declares them')
    .option('--dry-run', 'the same as plan')
    .option(
      '--confirm-lockout <addresses>',
      'refuse these from now on, beside the callers that the plan names; separated by commas',
    )
  onRun<PlanOptions & { dryRun?: true; confirmLockout?: string }>(command, run, async (session, { options }) => {
    const plans = await planKeys(session, options)
    await session.print(planView(plans))
    const todo = plans.filter(hasWork)
    if (options.dryRun === true || todo.length === 0) return exitCodes.ok
    await agree(session, todo)
    for (const plan of todo) {
      await applyPlan(session, plan, options.confirmLockout)
      session.note(`${plan.declared.key}: done.`)
    }
    return exitCodes.ok
  })
}

/** Entries that are not in the file and stay are drift, but nothing to do. */
function hasWork(plan: KeyPlan): boolean {
  const { add, change, undeclared, opens, closes } = plan
  return opens || closes || add.length > 0 || change.length > 0 || (removes(plan) && undeclared.length > 0)
}

/** On a terminal every change is asked for; a script must say --yes to what opens a key or locks a caller out. */
async function agree(session: Session, plans: readonly KeyPlan[]): Promise<void> {
  if (session.globals.yes === true) return
  if (canAsk(session.io)) {
    if ((await confirm(session.io, 'Make these changes?')) === true) return
    throw new Failure(exitCodes.failure, 'nothing was changed')
  }
  const risky = plans.filter(({ opens, refusedCallers }) => opens || (refusedCallers?.length ?? 0) > 0)
  if (risky.length === 0) return
  const names = risky.map(({ declared }) => declared.key).join(', ')
  throw usage(
    `this opens a key or refuses callers that called lately (${names}); say --yes to do it. Nothing was changed`,
  )
}
