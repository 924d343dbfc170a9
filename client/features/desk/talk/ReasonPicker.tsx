import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useLabel } from '../../../i18n/labels.ts'
import { useFormat } from '../../../i18n/use-format.ts'
import { useLabels } from '../../../i18n/use-labels.ts'
import { Button } from '../../../ui/Button.tsx'
import { type Choice, ChoiceList } from '../ChoiceList.tsx'
import { findReasons, reasonGroups, reasonLeaves } from '../choices.ts'
import { REASONS_AT_MOST } from '../draft/draft.ts'
import { FieldProblem } from '../FieldProblem.tsx'
import { useWork } from '../work.ts'
import { ChosenReasons } from './ChosenReasons.tsx'
import { afterReason } from './step-answers.ts'

/** Groups, then leaves, by digit; or a word typed. The first one chosen is the main reason. */
export function ReasonPicker() {
  const t = useTranslations('desk.conversation')
  const format = useFormat()
  const { card, desk, taxonomy, keeping, place, edit, go } = useWork()
  const labels = useLabels(taxonomy)
  const groupLabel = useLabel()
  const groups = reasonGroups(taxonomy)
  const [typed, setTyped] = useState('')
  const chosen = keeping.draft.reasons.map(({ code }) => code)
  const isFull = chosen.length >= REASONS_AT_MOST
  const likely = new Map(card.why?.hypotheses.map(({ reasonCode, probability }) => [reasonCode, probability]))
  const choose = (code: string): void => {
    if (chosen.includes(code)) edit({ edit: 'dropReason', code })
    if (isFull || chosen.includes(code)) return
    edit({ edit: 'reason', code })
    setTyped('')
    go(afterReason(desk.state === 'talking', chosen.length))
  }
  const found = findReasons(taxonomy, typed)
  const group = typed ? null : place.reasonGroup
  const asChoice = (code: string): Choice => {
    const share = likely.get(code)
    return { id: code, label: labels(code), note: share ? t('likely', { share: format.share(share) }) : undefined }
  }
  return (
    <div className="reasons">
      <ChosenReasons />
      <div className="reasons-head">
        <h2>{t(chosen.length > 0 ? 'reasonMore' : 'reason')}</h2>
        {group && (
          <Button dense kind="quiet" icon={<ArrowLeft className="mirrors" />} onPress={() => go({ to: 'back' })}>
            {groups.filter(({ code }) => code === group).map(({ labels: words }) => groupLabel(words))}
          </Button>
        )}
        <input
          id="desk-reason-search"
          className="input reasons-search"
          type="search"
          dir="auto"
          aria-label={t('search')}
          placeholder={t('search')}
          title={t('searchHint')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            const first = found[0]
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !first) return
            event.currentTarget.blur()
            choose(first.code)
          }}
        />
      </div>
      <FieldProblem field="reasons" />
      {isFull && <p className="small">{t('reasonsFull')}</p>}
      {typed || group ? (
        <ChoiceList
          label={t('reason')}
          columns={2}
          isOpen
          chosen={chosen}
          choices={(typed ? found : reasonLeaves(taxonomy, group ?? '')).map(({ code }) => asChoice(code))}
          onChoose={choose}
        />
      ) : (
        <ChoiceList
          label={t('groups')}
          columns={3}
          isOpen
          chosen={chosen.map((code) => code.split('.')[0] ?? code)}
          choices={groups.map(({ code, labels: words }) => ({ id: code, label: groupLabel(words) }))}
          onChoose={(code) => go({ to: 'reasonGroup', code })}
        />
      )}
    </div>
  )
}
