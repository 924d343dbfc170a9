import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { addToast } from '../../ui/toasts.ts'

/** Does one thing at a time and says how it went; the lists follow by the push. */
export function useAct(words?: string) {
  const t = useTranslations('identity')
  const say = useProblemWords()
  const { mutate, isPending } = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => addToast('won', words ?? t('done')),
    onError: (error) => addToast('stop', say(problemOf(error))),
  })
  return { act: (work: () => Promise<unknown>, onDone?: () => void) => mutate(work, { onSuccess: onDone }), isPending }
}
