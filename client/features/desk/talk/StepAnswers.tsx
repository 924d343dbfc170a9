import { useTranslations } from 'use-intl'
import { ChoiceList } from '../ChoiceList.tsx'
import { useWork } from '../work.ts'
import { stepAnswers } from './step-answers.ts'

/** What became of this step, by digit. */
export function StepAnswers() {
  const t = useTranslations('desk.answers')
  const { place, edit, go } = useWork()
  const answers = stepAnswers[place.step]
  if (!answers) return null
  return (
    <ChoiceList
      label={t('label')}
      columns={answers.length === 3 ? 3 : 2}
      isOpen={place.asks === null}
      chosen={[]}
      choices={answers.map(({ id }) => ({ id, label: t(id) }))}
      onChoose={(id) => {
        const answer = answers.find((one) => one.id === id)
        answer?.edits.forEach(edit)
        answer?.moves.forEach(go)
      }}
    />
  )
}
