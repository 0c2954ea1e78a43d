import type { Command } from 'commander'
import type { Run } from '../session.ts'
import { addCreateAccountCommand } from './create-account.ts'
import { addCreateTokenCommand } from './create-token.ts'
import { addCreateUserCommand } from './create-user.ts'
import { addGrantStaffCommand } from './grant-staff.ts'
import { addResetPasswordCommand } from './reset-password.ts'
import { addResetSecondFactorCommand } from './reset-second-factor.ts'
import { addRotateSecretsCommand } from './rotate-secrets.ts'
import { addRotateSigningKeysCommand } from './rotate-signing-keys.ts'

/** `gatelist admin …`: for who runs the server, on its own machine. */
export function addAdminCommands(program: Command, run: Run): void {
  const admin = program.command('admin').description("for the operator, on the server's own machine")
  addCreateAccountCommand(admin, run)
  addResetPasswordCommand(admin, run)
  addRotateSecretsCommand(admin, run)
  addRotateSigningKeysCommand(admin, run)
  addCreateTokenCommand(admin.command('token').description('management tokens'), run)
  const user = admin.command('user').description('accounts of the dashboard')
  addCreateUserCommand(user, run)
  addResetSecondFactorCommand(user, run)
  addGrantStaffCommand(admin.command('staff').description('who sees the staff pages'), run)
}
