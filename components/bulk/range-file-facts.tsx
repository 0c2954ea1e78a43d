import { DescriptionList } from '#components/ui/description-list'
import { Time } from '#components/ui/time'
import { type RangeFile, rangeFileNames } from '#lib/ranges/range-file'

export type RangeFileFactsProps = { file: RangeFile; name: string }

/** What the uploaded file is. */
export function RangeFileFacts({ file: { kind, publishedAt, ranges }, name }: RangeFileFactsProps) {
  return (
    <DescriptionList
      className="rounded-lg border border-line px-4"
      items={[
        { term: 'File', details: name },
        { term: 'Published by', details: rangeFileNames[kind].provider },
        {
          term: 'Published',
          details: publishedAt === null ? 'The file does not say' : <Time instant={publishedAt} show="date" />,
        },
        { term: 'Ranges', details: <span className="figures">{ranges.length.toLocaleString('en-US')}</span> },
      ]}
    />
  )
}
