import { CalendarDays } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../i18n/use-format.ts'
import { useServerNow } from '../../live/use-line.ts'
import { ChoiceList } from './ChoiceList.tsx'
import { type QuickWhen, quickInstant } from './when.ts'
import { useWork } from './work.ts'

const PickTime = lazy(async () => ({ default: (await import('./PickTime.tsx')).PickTime }))

/** A callback is an hour and may be today; a day given is a day. */
const quick = {
  hour: ['laterToday', 'tomorrow', 'nextWorkingDay'],
  day: ['tomorrow', 'nextWorkingDay', 'inAWeek'],
} as const satisfies Record<string, readonly QuickWhen[]>

type Props = {
  label: string
  kind: keyof typeof quick
  value: string | null
  onChoose: (at: string) => void
  isOpen?: boolean
  isDisabled?: boolean
}

/** When, by one digit for what is meant most often, or day and hour from a calendar; always in the customer's zone. */
export function WhenPicker({ label, kind, value, onChoose, isOpen = true, isDisabled = false }: Props) {
  const t = useTranslations('desk.callback')
  const format = useFormat()
  const { zone } = useWork()
  const now = useServerNow()
  const [isPicking, setPicking] = useState(false)
  const choices = quick[kind].map((id) => ({ id, at: quickInstant(id, now(), zone) }))
  const say = (at: Date): string => (kind === 'hour' ? format.moment(at, zone) : format.date(at, zone))
  const known = choices.some(({ at }) => at?.toISOString() === value)
  return (
    <div className="when">
      <ChoiceList
        label={label}
        columns={1}
        isOpen={isOpen && !isPicking}
        chosen={choices.filter(({ at }) => at !== null && at.toISOString() === value).map(({ id }) => id)}
        choices={[
          ...choices.map(({ id, at }) => ({
            id,
            label: t(id),
            note: at ? say(at) : '–',
            isDisabled: isDisabled || at === null,
          })),
          {
            id: 'pick',
            label: (
              <span className="when-pick">
                <CalendarDays size={14} aria-hidden="true" />
                {t('pick')}
              </span>
            ),
            note: value && !known ? say(new Date(value)) : t('theirTime', { zone }),
            isDisabled,
          },
        ]}
        onChoose={(id) => {
          if (id === 'pick') return setPicking(true)
          const at = choices.find((choice) => choice.id === id)?.at
          if (at) onChoose(at.toISOString())
        }}
      />
      {isPicking && (
        <Suspense>
          <PickTime
            zone={zone}
            withHour={kind === 'hour'}
            now={now()}
            onClose={() => setPicking(false)}
            onPick={(at) => {
              setPicking(false)
              onChoose(at)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
