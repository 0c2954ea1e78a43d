import { DescriptionList } from '#components/ui/description-list'
import { TextLink } from '#components/ui/text-link'
import { paths } from '#lib/paths'

export type AnywhereProps = { openKeys: number; anyV4Keys: number; anyV6Keys: number }

const number = (count: number) => count.toLocaleString('en-US')

/** Keys that admit every address: they would shade every block alike, so they stand beside the picture. */
export function Anywhere({ openKeys, anyV4Keys, anyV6Keys }: AnywhereProps) {
  const anyAddress = paths.staffFinding('any-address')
  return (
    <DescriptionList
      items={[
        {
          term: 'Open to any address',
          details: (
            <TextLink href={paths.staffFinding('open-in-use')} className="figures">
              {number(openKeys)}
            </TextLink>
          ),
        },
        {
          term: 'With 0.0.0.0/0',
          details: (
            <TextLink href={anyAddress} className="figures">
              {number(anyV4Keys)}
            </TextLink>
          ),
        },
        {
          term: 'With ::/0',
          details: (
            <TextLink href={anyAddress} className="figures">
              {number(anyV6Keys)}
            </TextLink>
          ),
        },
      ]}
    />
  )
}
