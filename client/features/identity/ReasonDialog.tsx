import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { OptionList } from '../../ui/OptionList.tsx'
import { Phone } from '../../ui/Phone.tsx'
import { addToast } from '../../ui/toasts.ts'

type Props<Id extends string> = {
  title: string
  name: string
  masked: string
  confirm: string
  options: readonly { id: Id; label: string }[]
  onClose: () => void
  onChosen: (why: Id) => Promise<unknown>
}

/** Nothing is struck or taken up again without a reason. */
export function ReasonDialog<Id extends string>(props: Props<Id>) {
  const { title, name, masked, confirm, options, onClose, onChosen } = props
  const t = useTranslations('identity')
  const app = useTranslations('app')
  const say = useProblemWords()
  const [why, setWhy] = useState<Id | null>(null)
  const send = useMutation({
    mutationFn: (reason: Id) => onChosen(reason),
    onSuccess: () => {
      addToast('won', t('done'))
      onClose()
    },
  })
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app('cancel')}</Button>
          <Button
            kind="primary"
            isDisabled={why === null}
            isPending={send.isPending}
            onPress={() => why !== null && !send.isPending && send.mutate(why)}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <div className="identity-asking">
        {send.isError && (
          <p className="identity-problem" role="alert">
            {say(problemOf(send.error))}
          </p>
        )}
        <p>
          <Bdi>{name}</Bdi> · <Phone number={masked} />
        </p>
        <OptionList label={title} options={options} value={why} onChoose={setWhy} />
      </div>
    </Dialog>
  )
}
