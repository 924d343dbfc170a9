import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { PROMISES_AT_MOST } from '../draft/draft.ts'
import { FieldProblem } from '../FieldProblem.tsx'
import { WhenPicker } from '../WhenPicker.tsx'
import { useWork } from '../work.ts'

/** What we will do, then by when; the day adds it. */
export function PromiseForm() {
  const t = useTranslations('desk.promise')
  const { edit, go, keeping } = useWork()
  const [what, setWhat] = useState('')
  if (keeping.draft.promises.length >= PROMISES_AT_MOST) return null
  const add = (dueAt: string): void => {
    edit({ edit: 'promise', promise: { what: what.trim(), dueAt } })
    go({ to: 'back' })
  }
  return (
    <div className="promise-form">
      <FieldProblem field="promises" />
      <input
        id="desk-promise"
        className="input"
        dir="auto"
        aria-label={t('what')}
        placeholder={t('what')}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: the form was asked for by its key, to type in it
        autoFocus
        value={what}
        onChange={(event) => setWhat(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && what.trim()) event.currentTarget.blur()
        }}
      />
      <WhenPicker label={t('due')} kind="day" value={null} isDisabled={what.trim() === ''} onChoose={add} />
    </div>
  )
}
