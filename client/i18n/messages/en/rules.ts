export const rules = {
  stop: {
    call: 'Asked not to be called',
    all: 'Asked for no contact at all',
    dead: 'Deceased, or closed',
    abuse: 'Waits for a supervisor’s decision after abuse',
  },
  hours: 'Outside calling hours at the customer’s place',
  zone: { unknown: 'The customer’s time zone is not known' },
  cap: {
    day: 'Called often enough today',
    week: 'Called often enough this week',
    month: 'Called often enough this month',
  },
  complaint: { open: 'A complaint is open: it is answered first' },
  promise: { open: 'We promised something: it is kept first' },
  phone: { struck: 'The number was found wrong', none: 'There is no number to call' },
  abandon: { rest: 'Rests after a call we let fall' },
  refusal: { rest: 'Rests after saying no' },
  consent: 'Has not agreed to be called',
  holdout: 'Belongs to the group nobody calls, for comparison',
} as const
