import { useTranslations } from 'use-intl'
import type { ColumnMapping, ImportPreview } from '#contract/people'
import { Select } from '../../ui/Select.tsx'
import { Table } from '../../ui/Table.tsx'
import { mapColumn } from './column-mapping.ts'
import { useColumnWords } from './import-words.ts'

type Props = { preview: ImportPreview; mapping: ColumnMapping; onChange: (mapping: ColumnMapping) => void }

/** A header may be any text, so what stands for 'none' must not be one. */
const NONE = '\u0000none'

/** Which header of the file fills which of our columns. */
export function MappingTable({ preview, mapping, onChange }: Props) {
  const t = useTranslations('import')
  const words = useColumnWords()
  const options = [
    { id: NONE, label: t('notInFile') },
    ...[...new Set(preview.headers)].map((header) => ({ id: header, label: header })),
  ]
  return (
    <Table
      caption={t('mapping')}
      rows={preview.columns}
      rowId={({ name }) => name}
      columns={[
        {
          id: 'ours',
          title: t('ours'),
          cell: ({ name, required }) => (
            <>
              {words(name)} {required && <span className="import-required">{t('required')}</span>}
            </>
          ),
        },
        {
          id: 'theirs',
          title: t('theirs'),
          cell: ({ name }) => (
            <Select
              label={words(name)}
              hideLabel
              options={options}
              value={mapping[name] ?? NONE}
              onChange={(header) => onChange(mapColumn(mapping, name, header === NONE ? null : header))}
            />
          ),
        },
      ]}
    />
  )
}
