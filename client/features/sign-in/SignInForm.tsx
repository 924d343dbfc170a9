import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Problem } from '#contract/problem'
import type { Me } from '#contract/staff'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { FormNotice } from './FormNotice.tsx'
import { useWait } from './use-wait.ts'
import './SignIn.css'

type Props = {
  onEnter: (me: Me) => void
  /** Why the last session ended. */
  ended: Problem | null
}

export function SignInForm({ onEnter, ended }: Props) {
  const t = useTranslations('signIn')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const wait = useWait()
  const signIn = useMutation({
    mutationFn: () => call('session.signIn', { body: { email, password } }),
    onSuccess: onEnter,
    onError: (error) => {
      const { code, params } = problemOf(error)
      if (code === 'auth.locked') wait.begin(Number(params?.seconds ?? 0))
      setPassword('')
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!signIn.isPending && wait.left === 0) signIn.mutate()
  }
  const problem = signIn.isError ? problemOf(signIn.error) : ended
  return (
    <form className="sign-in" aria-label={t('title')} onSubmit={submit}>
      <header>
        <h1>{t('title')}</h1>
        <p className="sign-in-lead">{t('lead')}</p>
      </header>
      <FormNotice problem={problem} isCalm={!signIn.isError} wait={wait.left} />
      <TextField
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        required
        maxLength={200}
      />
      <TextField
        label={t('password')}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        required
        maxLength={128}
      />
      <Button kind="primary" type="submit" isPending={signIn.isPending} isDisabled={wait.left > 0}>
        {signIn.isPending ? t('submitting') : t('submit')}
      </Button>
    </form>
  )
}
