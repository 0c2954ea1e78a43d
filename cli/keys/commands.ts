import type { Command } from 'commander'
import { addAdmittingCommand } from '../allowlists/admitting.ts'
import { addAllowCommand } from '../allowlists/allow.ts'
import { addApplyCommand } from '../allowlists/apply.ts'
import { addBypassCommand } from '../allowlists/bypass.ts'
import { addCallersCommand } from '../allowlists/callers.ts'
import { addCheckCommand } from '../allowlists/check.ts'
import { addDenyCommand } from '../allowlists/deny.ts'
import { addDiffCommand } from '../allowlists/diff.ts'
import { addEntriesCommand } from '../allowlists/entries.ts'
import { addExportListCommand } from '../allowlists/export-list.ts'
import { addHistoryCommand } from '../allowlists/history.ts'
import { addImportRangesCommand } from '../allowlists/import-ranges.ts'
import { addModeCommand } from '../allowlists/mode.ts'
import { addPlanCommand } from '../allowlists/plan.ts'
import { addRestoreCommand } from '../allowlists/restore.ts'
import { addKeyListsCommand } from '../lists/key-lists.ts'
import type { Run } from '../session.ts'
import { addBatchImportCommand } from './batch-import.ts'
import { addDeriveTokenCommand } from './derive-token.ts'
import { addDeleteCommand, addRevokeCommand } from './end.ts'
import { addGetCommand } from './get.ts'
import { addImportCommand } from './import.ts'
import { addIssueCommand } from './issue.ts'
import type { Kind } from './kind.ts'
import { addListCommand } from './list.ts'
import { addRotateCommand } from './rotate.ts'
import { addSelfRevokeCommand } from './self-revoke.ts'
import { addUpdateCommand } from './update.ts'
import { addBatchVerifyCommand, addVerifyCommand } from './verify.ts'

/** `gatelist keys …`. */
export function addKeysCommands(program: Command, run: Run): void {
  const keys = program.command('keys').description('API keys and their allowlists')
  addIssueCommand(keys, run)

  const issued = keys.command('issued').description('keys made here')
  addIssueCommand(issued, run)
  addSharedCommands(issued, run, 'issued')
  addRotateCommand(issued, run)

  const imported = keys.command('imported').description('keys that other systems made')
  addImportCommand(imported, run)
  addBatchImportCommand(imported, run)
  addSharedCommands(imported, run, 'imported')
  addDeleteCommand(imported, run)

  addVerifyCommand(keys, run)
  addBatchVerifyCommand(keys, run)
  addDeriveTokenCommand(keys, run)
  addSelfRevokeCommand(keys, run)

  addAllowCommand(keys, run)
  addDenyCommand(keys, run)
  addEntriesCommand(keys, run)
  addCheckCommand(keys, run)
  addKeyListsCommand(keys, run)
  addModeCommand(keys, run)
  addBypassCommand(keys, run)
  addCallersCommand(keys, run)
  addAdmittingCommand(keys, run)
  addHistoryCommand(keys, run)
  addDiffCommand(keys, run)
  addRestoreCommand(keys, run)
  addImportRangesCommand(keys, run)
  addExportListCommand(keys, run)
  addPlanCommand(keys, run)
  addApplyCommand(keys, run)
}

function addSharedCommands(parent: Command, run: Run, kind: Kind): void {
  addListCommand(parent, run, kind)
  addGetCommand(parent, run, kind)
  addUpdateCommand(parent, run, kind)
  addRevokeCommand(parent, run, kind)
}
