import { Plus, X } from 'lucide-react'
import { useLocale, useTranslations } from 'use-intl'
import type { OpenSpan } from '#contract/ivr'
import { IconButton } from '../../ui/IconButton.tsx'
import { readClock, weekdayNames, writeClock } from './clock-words.ts'

const MOST_SPANS = 3
const MORNING: OpenSpan = { from: 540, until: 1080 }
const EVENING: OpenSpan = { from: 1140, until: 1260 }

type Props = { hours: IvrHours; zone: string; onChange: (hours: IvrHours) => void }
type IvrHours = OpenSpan[][]

/** When humans answer, day by day on the centre's clock. */
export function HoursPart({ hours, zone, onChange }: Props) {
  const t = useTranslations('ivr.hours')
  const days = weekdayNames(useLocale())
  const setDay = (nth: number, day: OpenSpan[]): void => onChange(hours.map((old, at) => (at === nth ? day : old)))
  const setSpan = (nth: number, which: number, span: OpenSpan): void =>
    setDay(
      nth,
      (hours[nth] ?? []).map((old, at) => (at === which ? span : old)),
    )
  return (
    <section className="callers-part">
      <h2>{t('title')}</h2>
      <p className="callers-note">{t('note', { zone: `\u2066${zone}\u2069` })}</p>
      <ul className="hours">
        {hours.map((day, nth) => {
          const name = days[nth] ?? ''
          return (
            <li key={name}>
              <b>{name}</b>
              <span className="hours-spans">
                {day.length === 0 && <span className="callers-note">{t('closed')}</span>}
                {day.map((span, which) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: spans of a day have no name but their place
                  <span key={which} className="hours-span">
                    {(['from', 'until'] as const).map((end) => (
                      <input
                        key={end}
                        type="time"
                        className="input"
                        aria-label={`${name}: ${t(end)}`}
                        value={writeClock(span[end])}
                        onChange={(event) => {
                          const minute = readClock(event.target.value, end === 'until')
                          if (minute !== null) setSpan(nth, which, { ...span, [end]: minute })
                        }}
                      />
                    ))}
                    <IconButton
                      label={t('remove', { day: name })}
                      icon={<X size={14} />}
                      onPress={() =>
                        setDay(
                          nth,
                          day.filter((_, at) => at !== which),
                        )
                      }
                    />
                  </span>
                ))}
              </span>
              {day.length < MOST_SPANS && (
                <IconButton
                  label={t(day.length === 0 ? 'add' : 'more', { day: name })}
                  icon={<Plus size={14} />}
                  onPress={() => setDay(nth, [...day, day.length === 0 ? MORNING : EVENING])}
                />
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
