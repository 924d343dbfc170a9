export const signIn = {
  title: 'Sign in',
  lead: 'Bring lost customers back.',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in…',
  wait: 'You can try again in {time}.',
  setUp: {
    title: 'First administrator',
    lead: 'Nobody can sign in yet. Type the token that the server printed on its console.',
    token: 'Token from the console',
    name: 'Your name',
    passwordHint: 'At least 12 characters. A sentence is good; no rules beyond that.',
    submit: 'Create and sign in',
  },
} as const
