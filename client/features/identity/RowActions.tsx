import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FaultCause, type QualityCause, type QualityRow, StrikeReason, UnstrikeReason } from '#contract/identity'
import { Locale } from '#contract/values'
import { call } from '../../api/call.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { NumberDialog } from './NumberDialog.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'
import { useAct } from './use-act.ts'

type Props = { cause: Exclude<QualityCause, 'proposal'>; row: QualityRow }

const NEEDS_NUMBER: readonly QualityCause[] = ['no-number', 'gone', 'skipped']
const NEEDS_LANGUAGE: readonly QualityCause[] = ['no-language', 'barrier', 'skipped']

/** A code has a dot, which the key of a sentence cannot have. */
const STRIKE_WORDS = { 'N.WRONG': 'wrong', 'N.GONE': 'gone', 'X.INV': 'invalid' } as const

/** What can be done about a row here and now. */
export function RowActions({ cause, row: { customer, number } }: Props) {
  const t = useTranslations('identity')
  const app = useTranslations('app')
  const { act, isPending } = useAct()
  const [asked, setAsked] = useState<'number' | 'strike' | 'unstrike' | null>(null)
  const whose = <span className="visually-hidden">{customer.name}</span>
  const params = { id: customer.id }
  const fault = FaultCause.safeParse(cause).data
  const canStrike = (cause === 'gone' || cause === 'skipped') && number
  const canUnstrike = (cause === 'struck' || cause === 'no-number') && number
  return (
    <span className="identity-actions">
      {NEEDS_LANGUAGE.includes(cause) && (
        <Select
          label={t('setLanguage', { name: customer.name })}
          hideLabel
          placeholder={app('language.label')}
          options={Locale.options.map((id) => ({ id, label: app(`language.${id}`) }))}
          value={null}
          onChange={(language) => act(() => call('language.set', { params, body: { language } }))}
        />
      )}
      {NEEDS_NUMBER.includes(cause) && (
        <Button dense onPress={() => setAsked('number')}>
          {t('addNumber')} {whose}
        </Button>
      )}
      {canStrike && (
        <Button dense onPress={() => setAsked('strike')}>
          {t('strike')} {whose}
        </Button>
      )}
      {canUnstrike && (
        <Button dense onPress={() => setAsked('unstrike')}>
          {t('unstrike')} {whose}
        </Button>
      )}
      {fault && (
        <Button
          kind="quiet"
          dense
          isDisabled={isPending}
          onPress={() => act(() => call('fault.settle', { params, body: { cause: fault } }))}
        >
          {t('settle')} {whose}
        </Button>
      )}
      {asked === 'number' && <NumberDialog customer={customer} onClose={() => setAsked(null)} />}
      {asked === 'strike' && number && (
        <ReasonDialog
          title={t('strikeTitle')}
          name={customer.name}
          masked={number.masked}
          confirm={t('strike')}
          options={StrikeReason.options.map((id) => ({ id, label: t(`strikeWhy.${STRIKE_WORDS[id]}`) }))}
          onClose={() => setAsked(null)}
          onChosen={(why) => call('number.strike', { params: { ...params, phoneId: number.phoneId }, body: { why } })}
        />
      )}
      {asked === 'unstrike' && number && (
        <ReasonDialog
          title={t('unstrikeTitle')}
          name={customer.name}
          masked={number.masked}
          confirm={t('unstrike')}
          options={UnstrikeReason.options.map((id) => ({ id, label: t(`unstrikeWhy.${id}`) }))}
          onClose={() => setAsked(null)}
          onChosen={(why) => call('number.unstrike', { params: { ...params, phoneId: number.phoneId }, body: { why } })}
        />
      )}
    </span>
  )
}
