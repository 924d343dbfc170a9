import {
  type CalendarDate,
  fromDate,
  GregorianCalendar,
  toCalendar,
  toCalendarDate,
  toZoned,
} from '@internationalized/date'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button as Pressable } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import './PickTime.css'

type Props = { zone: string; withHour: boolean; now: Date; onPick: (at: string) => void; onClose: () => void }

const MORNING = '10:00'

/** Day and hour from a calendar: the Persian one for Persian readers, since the locale asks for it. */
export function PickTime({ zone, withHour, now, onPick, onClose }: Props) {
  const t = useTranslations('desk.callback')
  const today = toCalendarDate(fromDate(now, zone))
  const [day, setDay] = useState<CalendarDate>(today.add({ days: 1 }))
  const [hour, setHour] = useState(MORNING)
  const pick = (): void => {
    const [h = 10, m = 0] = hour.split(':').map(Number)
    const gregorian = toCalendar(day, new GregorianCalendar())
    const at = toZoned(gregorian, zone).set({ hour: h, minute: m })
    onPick(at.toDate().toISOString())
  }
  return (
    <Dialog
      title={t('pick')}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" chord="Mod+Enter" onPress={pick}>
          {t('take')}
        </Button>
      }
    >
      <Calendar aria-label={t('day')} minValue={today} value={day} onChange={setDay} className="calendar">
        <div className="calendar-head">
          <Pressable slot="previous" className="button button-quiet icon-button" aria-label={t('previousMonth')}>
            <ChevronLeft size={16} className="mirrors" />
          </Pressable>
          <CalendarHeading className="calendar-month" />
          <Pressable slot="next" className="button button-quiet icon-button" aria-label={t('nextMonth')}>
            <ChevronRight size={16} className="mirrors" />
          </Pressable>
        </div>
        <CalendarGrid className="calendar-grid">
          <CalendarGridHeader>{(name) => <CalendarHeaderCell>{name}</CalendarHeaderCell>}</CalendarGridHeader>
          <CalendarGridBody>{(date) => <CalendarCell date={date} className="calendar-day" />}</CalendarGridBody>
        </CalendarGrid>
      </Calendar>
      {withHour && <TextField label={t('time')} type="time" value={hour} onChange={setHour} />}
      <p className="small">{t('theirTime', { zone })}</p>
    </Dialog>
  )
}
