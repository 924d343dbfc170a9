import { useTranslations } from 'use-intl'
import { useRead } from '../../../api/queries.ts'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { Chip } from '../../../ui/Chip.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'

const SHOWN = 5
const REFRESH_MILLISECONDS = 60_000

/** Whom this agent has promised a call. */
export function CallbackList() {
  const t = useTranslations('desk')
  const format = useFormat()
  const now = useTick(10_000)
  const list = useRead('queue.callbacks', {}, { refetchMilliseconds: REFRESH_MILLISECONDS, staleMilliseconds: 0 })
  if (list.isPending) return <Skeleton height={64} />
  const open = (list.data ?? []).filter(({ state }) => state === 'pending' || state === 'missed').slice(0, SHOWN)
  if (open.length === 0) return <p className="waiting-empty">{t('callbacks.empty')}</p>
  return (
    <ul className="waiting-callbacks">
      {open.map(({ id, customerName, dueAt, state, note }) => (
        <li key={id}>
          <span>
            <b>
              <Bdi>{customerName}</Bdi>
            </b>
            {note && (
              <small>
                <Bdi>{note}</Bdi>
              </small>
            )}
          </span>
          {state === 'missed' ? (
            <Chip tone="due">{t('callbacks.missed')}</Chip>
          ) : (
            <span className="tabular">{format.relative(dueAt, now)}</span>
          )}
          <time dateTime={dueAt}>{format.moment(dueAt)}</time>
        </li>
      ))}
    </ul>
  )
}
