import type { Command } from 'commander'
import type { Run } from '../session.ts'
import { addApprovalsCommands } from './approvals.ts'
import { addAuditCommands } from './audit.ts'
import { addExportCommands } from './export.ts'
import { addFindingsCommands } from './findings.ts'
import { addStaffKeysCommands } from './keys.ts'
import { addLookupCommand } from './lookup.ts'
import { addPeopleCommands } from './people.ts'
import { addPoliciesCommands } from './policies.ts'

/** `gatelist staff …`: what staff see and do in every workspace, with a staff token. */
export function addStaffCommands(program: Command, run: Run): void {
  const staff = program.command('staff').description('every workspace, with a staff token')
  addStaffKeysCommands(staff, run)
  addLookupCommand(staff, run)
  addFindingsCommands(staff, run)
  addAuditCommands(staff, run)
  addPoliciesCommands(staff, run)
  addApprovalsCommands(staff, run)
  addPeopleCommands(staff, run)
  addExportCommands(staff, run)
}
