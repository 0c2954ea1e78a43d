import v8 from 'node:v8'

/**
 * Lets the heap grow by 60 % before it is collected, where V8 lets one of this size grow to three times what it holds. Measured over saves
 * of 10,000 entries: a process of 316 instead of 460 MiB, as fast. At 30 % it is no smaller there, and saves take a quarter longer.
 */
export function keepHeapSmall(): void {
  v8.setFlagsFromString('--heap-growing-percent=60')
}
