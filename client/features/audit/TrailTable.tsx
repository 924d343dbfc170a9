import { useTranslations } from 'use-intl'
import type { AuditLine } from '#contract/audit'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Table } from '../../ui/Table.tsx'
import { shortId, useActWords } from './use-act-words.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

type Props = { lines: readonly AuditLine[]; onAbout: (id: string) => void }

/** The trail in sentences. An id beside one leads to everything that is about it. */
export function TrailTable({ lines, onAbout }: Props) {
  const t = useTranslations('audit')
  const format = useFormat()
  const { sentence } = useActWords()
  const details = ({ detail }: AuditLine) =>
    Object.entries(detail).filter(([, value]) => value !== null && !ID.test(String(value)))
  return (
    <Table
      caption={t('title')}
      rows={lines}
      rowId={({ id }) => id}
      columns={[
        {
          id: 'at',
          title: t('at'),
          cell: ({ at }) => (
            <time className="audit-at" dateTime={at}>
              {format.date(at)} <span>{format.time(at)}</span>
            </time>
          ),
        },
        {
          id: 'act',
          title: t('act'),
          cell: (line) => (
            <div className="audit-act">
              <span>{sentence(line)}</span>
              {line.reason && (
                <q>
                  <Bdi>{line.reason}</Bdi>
                </q>
              )}
            </div>
          ),
        },
        {
          id: 'detail',
          title: t('detail'),
          cell: (line) => (
            <span className="audit-detail">
              {details(line).map(([key, value]) => (
                <code key={key} dir="ltr">
                  {key}: {String(value)}
                </code>
              ))}
            </span>
          ),
        },
        {
          id: 'about',
          title: t('about'),
          cell: ({ subjectId }) =>
            ID.test(subjectId) && (
              <Button kind="quiet" dense onPress={() => onAbout(subjectId)} className="audit-id">
                <span className="visually-hidden">{t('follow')} </span>
                <bdi dir="ltr">{shortId(subjectId)}</bdi>
              </Button>
            ),
        },
      ]}
    />
  )
}
