export type Tally = { passed: number; failed: number; skipped: number }
export function tally(passed?: number, failed?: number, skipped?: number): Tally
export function sum(all: readonly Tally[]): Tally
export function ofExitCode(code: number): Tally
export function ofVitest(report: string, code: number): Tally
export function ofPlaywright(report: string, code: number): Tally
export function lastLine(counts: Tally): string
export function failedInVitest(report: string, folder?: string): string[]
export function failedInPlaywright(report: string): string[]
export function skippedInVitest(report: string): string[]
