import type { CalendarDate } from '@internationalized/date'
import { DateInput, DateSegment, DateField as Typed } from 'react-aria-components/DateField'
import { Label } from 'react-aria-components/Label'
import './DateField.css'
import './Field.css'

type Props = { label: string; value: CalendarDate | null; onChange: (day: CalendarDate | null) => void }

/** A day typed part by part, in the reader's own calendar. */
export function DateField({ label, value, onChange }: Props) {
  return (
    <Typed className="field" value={value} onChange={onChange} shouldForceLeadingZeros>
      <Label className="field-label">{label}</Label>
      <DateInput className="input date-input">
        {(segment) => <DateSegment segment={segment} className="date-segment" />}
      </DateInput>
    </Typed>
  )
}
