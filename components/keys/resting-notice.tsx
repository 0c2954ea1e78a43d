import { Callout } from '#components/ui/callout'
import type { RestingEntries } from '#lib/allowlists/entry-standing'

/** Says that some entries of the list admit nobody, and that saving the text leaves them so. */
export function RestingNotice({ resting }: { resting: RestingEntries }) {
  const count = Object.keys(resting).length
  if (count === 0) return null
  const isOne = count === 1
  return (
    <Callout
      title={
        isOne
          ? 'One entry of this list admits nobody'
          : `${count.toLocaleString('en-US')} entries of this list admit nobody`
      }
    >
      {isOne ? 'It is' : 'They are'} switched off, expired, or too wide for a policy, and saving leaves{' '}
      {isOne ? 'it' : 'them'} so. To admit {isOne ? 'it' : 'one'} again, take its line out and save, then add it anew.
    </Callout>
  )
}
