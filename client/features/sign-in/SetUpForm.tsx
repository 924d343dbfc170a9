import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Me } from '#contract/staff'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { FormNotice } from './FormNotice.tsx'
import './SignIn.css'

const blank = { token: '', name: '', email: '', password: '' }

/** The first administrator, against the one-time token that the server printed on its console. */
export function SetUpForm({ onEnter }: { onEnter: (me: Me) => void }) {
  const t = useTranslations('signIn')
  const [form, setForm] = useState(blank)
  const setUp = useMutation({
    mutationFn: () => call('session.setUp', { body: { ...form, token: form.token.trim() } }),
    onSuccess: onEnter,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!setUp.isPending) setUp.mutate()
  }
  const write = (part: keyof typeof blank) => (value: string) => setForm((known) => ({ ...known, [part]: value }))
  return (
    <form className="sign-in" aria-label={t('setUp.title')} onSubmit={submit}>
      <header>
        <h1>{t('setUp.title')}</h1>
        <p className="sign-in-lead">{t('setUp.lead')}</p>
      </header>
      <FormNotice problem={setUp.isError ? problemOf(setUp.error) : null} />
      <TextField
        label={t('setUp.token')}
        dir="ltr"
        name="token"
        autoComplete="one-time-code"
        value={form.token}
        onChange={write('token')}
        required
        maxLength={100}
      />
      <TextField
        label={t('setUp.name')}
        name="name"
        autoComplete="name"
        value={form.name}
        onChange={write('name')}
        required
        maxLength={200}
      />
      <TextField
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        value={form.email}
        onChange={write('email')}
        required
        maxLength={200}
      />
      <TextField
        label={t('password')}
        hint={t('setUp.passwordHint')}
        type="password"
        name="new-password"
        autoComplete="new-password"
        value={form.password}
        onChange={write('password')}
        required
        maxLength={128}
      />
      <Button kind="primary" type="submit" isPending={setUp.isPending}>
        {t('setUp.submit')}
      </Button>
    </form>
  )
}
