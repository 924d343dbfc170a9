import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { KeyHint } from '../../../ui/KeyHint.tsx'
import { useWork } from '../work.ts'

/** What we promise in this conversation. */
export function PromiseList() {
  const t = useTranslations('desk.promise')
  const customer = useTranslations('desk.customer')
  const format = useFormat()
  const { keeping, edit, perform, zone } = useWork()
  const { promises } = keeping.draft
  return (
    <section className="part">
      <h2 className="part-title">
        {t('title')} <KeyHint chord="KeyP" />
      </h2>
      {promises.map(({ what, dueAt }, at) => (
        <div key={`${what}${dueAt}`} className="promise-made">
          <p>
            <Bdi>{what}</Bdi>
            <span className="small">{customer('due', { date: format.date(dueAt, zone) })}</span>
          </p>
          <IconButton label={t('remove')} icon={<X size={14} />} onPress={() => edit({ edit: 'dropPromise', at })} />
        </div>
      ))}
      <Button dense kind="quiet" onPress={() => perform('promise')}>
        {t('add')}
      </Button>
    </section>
  )
}
