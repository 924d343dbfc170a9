import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link2, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { AuditStatus } from '#contract/audit'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { readKey } from '../../api/queries.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { addToast } from '../../ui/toasts.ts'

/** How far the trail is sealed, the hash to be written down outside, and whether the chain held when it was last checked. */
export function ChainStatus({ status }: { status: AuditStatus }) {
  const t = useTranslations('audit.chain')
  const say = useProblemWords()
  const format = useFormat()
  const client = useQueryClient()
  const verify = useMutation({
    mutationFn: () => call('audit.verify'),
    onSuccess: (answer) => client.setQueryData(readKey('audit.status'), answer),
    onError: (error) => addToast('stop', say(problemOf(error))),
  })
  const { check, sealed, waiting, head } = status
  const isChecking = check !== null && check.finishedAt === null
  return (
    <section className="audit-chain" aria-label={t('title')}>
      <div className="audit-chain-state">
        {check?.fault ? (
          <Chip tone="stop" isLoud icon={<ShieldAlert size={14} aria-hidden="true" />}>
            {t(`fault.${check.fault.kind}`, { position: format.number(check.fault.position) })}
          </Chip>
        ) : check?.finishedAt ? (
          <Chip tone="won" icon={<ShieldCheck size={14} aria-hidden="true" />}>
            {t('holds', { count: check.position, time: format.moment(check.finishedAt) })}
          </Chip>
        ) : (
          <Chip tone="waiting" icon={<Link2 size={14} aria-hidden="true" />}>
            {isChecking ? t('checking') : t('unchecked')}
          </Chip>
        )}
        <p>{t('sealed', { count: sealed, waiting })}</p>
      </div>
      {isChecking && <ProgressBar label={t('checking')} share={check.position / Math.max(sealed, 1)} />}
      <dl className="audit-head-hash">
        <dt>{t('head')}</dt>
        <dd>
          <code dir="ltr">
            {sealed}:{head}
          </code>
        </dd>
      </dl>
      <Button isPending={verify.isPending || isChecking} onPress={() => !isChecking && verify.mutate()}>
        {t('verify')}
      </Button>
    </section>
  )
}
