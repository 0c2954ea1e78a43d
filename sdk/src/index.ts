export { createGatelist, type Gatelist, type Presented } from './gatelist.ts'
export type { GatelistOptions } from './options.ts'
export type { Problem, ProblemCode } from './problem.ts'
export type { Reason, RefusalReason, Verdict, VerifiedKey } from './verdict.ts'
