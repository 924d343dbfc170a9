import { useTranslations } from 'use-intl'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import type { ModelAct } from './model-act.ts'

type Props = { act: ModelAct; isPending: boolean; onClose: () => void; onConfirm: () => void }

/** The queue of everybody changes its order: asked once more. */
export function ConfirmModel({ act: { kind, model }, isPending, onClose, onConfirm }: Props) {
  const t = useTranslations('ranking.model')
  const app = useTranslations('app')
  const format = useFormat()
  const number = format.number(model.number)
  return (
    <Dialog
      title={t(kind === 'adopt' ? 'confirmAdopt.title' : 'confirmRollBack.title', { number })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app('cancel')}</Button>
          <Button kind="primary" isPending={isPending} onPress={onConfirm}>
            {t(kind)}
          </Button>
        </>
      }
    >
      {kind === 'adopt' ? (
        <>
          <p>{t('confirmAdopt.body')}</p>
          {model.figures.verdict !== 'better' && <p className="ranking-warning">{t('confirmAdopt.unproven')}</p>}
        </>
      ) : (
        <p>
          {model.replaced === null
            ? t('confirmRollBack.toPriors')
            : t('confirmRollBack.toModel', { number: format.number(model.replaced) })}
        </p>
      )}
    </Dialog>
  )
}
