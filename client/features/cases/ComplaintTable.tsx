import { useTranslations } from 'use-intl'
import type { OpenComplaint } from '#contract/people'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Table } from '../../ui/Table.tsx'
import type { ComplaintEnd } from './ComplaintDialog.tsx'

type Props = {
  complaints: readonly OpenComplaint[]
  onSettle: (complaint: OpenComplaint, status: ComplaintEnd) => void
}

/** Complaints that nobody has answered yet, the oldest on top. */
export function ComplaintTable({ complaints, onSettle }: Props) {
  const t = useTranslations('cases')
  const format = useFormat()
  return (
    <section className="cases-part">
      <h2>{t('complaints', { count: complaints.length })}</h2>
      <Table
        caption={t('complaints', { count: complaints.length })}
        rows={complaints}
        rowId={({ id }) => id}
        columns={[
          { id: 'customer', title: t('customer'), cell: ({ customerName }) => <Bdi>{customerName}</Bdi> },
          { id: 'text', title: t('complaint'), cell: ({ text }) => <Bdi>{text}</Bdi> },
          { id: 'opened', title: t('since'), cell: ({ openedAt }) => format.date(openedAt) },
          { id: 'state', title: t('state'), cell: () => <Chip tone="stop">{t('open')}</Chip> },
          {
            id: 'settle',
            title: <span className="visually-hidden">{t('settle')}</span>,
            cell: (complaint) => (
              <span className="cases-actions">
                <Button dense onPress={() => onSettle(complaint, 'solved')}>
                  {t('solved')} <span className="visually-hidden">{complaint.customerName}</span>
                </Button>
                <Button kind="quiet" dense onPress={() => onSettle(complaint, 'closed')}>
                  {t('closed')} <span className="visually-hidden">{complaint.customerName}</span>
                </Button>
              </span>
            ),
          },
        ]}
      />
    </section>
  )
}
