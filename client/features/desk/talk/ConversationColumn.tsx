import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { ScrollPart } from '../../../ui/ScrollPart.tsx'
import { CLOSE, HEAR, OFFER } from '../place.ts'
import { useWork } from '../work.ts'
import { HeardVoice } from './HeardVoice.tsx'
import { ManualNumber } from './ManualNumber.tsx'
import { Notes } from './Notes.tsx'
import { PromiseForm } from './PromiseForm.tsx'
import { ReadFirst } from './ReadFirst.tsx'
import { ReasonPicker } from './ReasonPicker.tsx'
import { Recap } from './Recap.tsx'
import { StepAnswers } from './StepAnswers.tsx'
import { StepLines } from './StepLines.tsx'
import { Stepper } from './Stepper.tsx'
import './Conversation.css'

/** What to say now and what was said: one step open, the customer's words and the note always at hand. */
export function ConversationColumn() {
  const t = useTranslations('desk.conversation')
  const format = useFormat()
  const { place } = useWork()
  return (
    <section className="column talk" aria-label={t('title')}>
      <Stepper />
      <ScrollPart className="talk-step" label={t('step', { number: format.number(place.step) })}>
        <ManualNumber />
        <HeardVoice />
        <StepLines />
        {place.step === 0 && <ReadFirst />}
        {place.step === CLOSE && <Recap />}
        {place.step === HEAR && <ReasonPicker />}
        {place.asks === 'promise' && <PromiseForm />}
        {place.step !== HEAR && place.step !== OFFER && place.step !== CLOSE && <StepAnswers />}
      </ScrollPart>
      <Notes />
    </section>
  )
}
