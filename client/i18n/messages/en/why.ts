/** How the value of a call is made: the same words on the desk and on the page of ranking. */
export const why = {
  for: 'For',
  against: 'Against',
  pContact: 'Answers the phone',
  pWin: 'Comes back if reached',
  pUnaided: 'Comes back by themselves',
  secondLife: 'Second-life value',
  terms: 'How it adds up',
  model: 'Model {version}, scored {when}',
  sum: 'Expected value',
  base: 'Before any fact',
  steps: 'What moves the chance to come back',
  weight: 'Log-odds',
  adds: 'Log-odds: the facts and the base add up to the chance.',
} as const
