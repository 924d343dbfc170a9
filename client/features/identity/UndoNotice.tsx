import { GitMerge, X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/call.ts'
import { isolate } from '../../i18n/isolate.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import type { JustMerged } from './just-merged.ts'
import { useAct } from './use-act.ts'

type Props = { merged: JustMerged; onGone: () => void }

/** Right after a merge: the way back is one press. */
export function UndoNotice({ merged: { id, from, into }, onGone }: Props) {
  const t = useTranslations('identity')
  const app = useTranslations('app')
  const { act, isPending } = useAct(t('undone'))
  return (
    <div className="identity-notice" role="status">
      <GitMerge size={16} aria-hidden="true" />
      <span>{t('side.merged', { from: isolate(from), into: isolate(into) })}</span>
      <Button dense isPending={isPending} onPress={() => act(() => call('merge.undo', { params: { id } }), onGone)}>
        {t('undo')}
      </Button>
      <IconButton label={app('dismiss')} icon={<X size={16} />} onPress={onGone} />
    </div>
  )
}
