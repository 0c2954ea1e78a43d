import { refuse } from '#lib/errors'

export type CodeRefusal = 'wrong_code' | 'code_used' | 'too_many_attempts'

export const wrongCode = refuse(
  'wrong_code',
  'That code is not right. Codes change every 30 seconds; also see that the clock of your device is right.',
)

export const codeUsed = refuse('code_used', 'That code has been used already. Wait for the next one.')
