import { useTranslations } from 'use-intl'
import type { ImportPreview } from '#contract/people'
import { useFormat } from '../../i18n/use-format.ts'
import { useFaultWords } from './import-words.ts'

/** The first rows as the server read them; a row that would be refused says why, under itself. */
export function PreviewTable({ preview }: { preview: ImportPreview }) {
  const t = useTranslations('import')
  const format = useFormat()
  const words = useFaultWords()
  const { headers, rows } = preview
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard (WCAG 2.1.1)
    <section className="table-frame import-rows" aria-label={t('preview')} tabIndex={0}>
      <table className="table">
        <caption className="visually-hidden">{t('preview')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('line')}</th>
            {headers.map((header, at) => (
              // Two headers may be the same text; their place tells them apart.
              // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file never move
              <th key={at} scope="col">
                <bdi>{header}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        {rows.map(({ line, cells, faults }) => (
          <tbody key={line} data-faulty={faults.length > 0 || undefined}>
            <tr>
              <th scope="row">{format.number(line)}</th>
              {cells.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells stand under their column
                <td key={at} dir="auto">
                  {cell}
                </td>
              ))}
            </tr>
            {faults.length > 0 && (
              <tr className="import-fault-row">
                <td />
                <td colSpan={headers.length}>
                  {faults.map((fault) => (
                    <p key={`${fault.field}${fault.code}`}>{words(fault)}</p>
                  ))}
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </section>
  )
}
