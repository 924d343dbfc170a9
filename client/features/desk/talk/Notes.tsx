import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { FieldProblem } from '../FieldProblem.tsx'
import { useWork } from '../work.ts'

/** The customer's own words, where they went, and the note for whoever calls next; kept while they are typed. */
export function Notes() {
  const t = useTranslations('desk.conversation')
  const format = useFormat()
  const { keeping, edit } = useWork()
  const { draft, state, savedAt } = keeping
  const isGone = draft.reasons.some(({ code }) => code.startsWith('CPT.')) || draft.competitor !== null
  return (
    <div className="notes">
      <div className="note-field">
        <label className="field-label" htmlFor="desk-words">
          {t('words')}
        </label>
        <textarea
          id="desk-words"
          className="input"
          dir="auto"
          rows={2}
          placeholder={t('wordsHint')}
          maxLength={8_000}
          value={draft.words}
          onChange={(event) => edit({ edit: 'text', field: 'words', text: event.target.value })}
        />
        <FieldProblem field="words" />
        {isGone && (
          <input
            className="input"
            dir="auto"
            aria-label={t('competitor')}
            placeholder={t('competitor')}
            maxLength={200}
            value={draft.competitor ?? ''}
            onChange={(event) => edit({ edit: 'competitor', text: event.target.value })}
          />
        )}
      </div>
      <div className="note-field">
        <div className="note-head">
          <label className="field-label" htmlFor="desk-note">
            {t('note')}
          </label>
          <KeyHint chord="KeyN" />
          <span className="note-state" role="status" data-failed={state === 'failed' || undefined}>
            {state === 'saving' && t('draft.saving')}
            {state === 'saved' && savedAt && t('draft.saved', { time: format.time(savedAt) })}
            {state === 'failed' && t('draft.failed')}
          </span>
        </div>
        <textarea
          id="desk-note"
          className="input"
          dir="auto"
          rows={2}
          placeholder={t('noteHint')}
          maxLength={8_000}
          value={draft.note}
          onChange={(event) => edit({ edit: 'text', field: 'note', text: event.target.value })}
        />
      </div>
    </div>
  )
}
