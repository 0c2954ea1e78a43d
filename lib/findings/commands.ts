export { acknowledge, reopen } from './acknowledge.ts'
export { countAgain } from './count-again.ts'
