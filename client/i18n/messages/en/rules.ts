/** Why a customer may not be called: names of compliance rules, with the kinds of a rule below its name; `_` is the rule itself. */
export const rules = {
  stop: {
    _: 'Asked for no contact',
    call: 'Asked not to be called',
    all: 'Asked for no contact at all',
    dead: 'Deceased, or closed',
    abuse: 'Waits for a supervisor’s decision after abuse',
  },
  hours: {
    _: 'Outside calling hours at the customer’s place',
    closed: 'Outside calling hours at the customer’s place',
    'zone-unknown': 'The customer’s time zone is not known',
    'never-open': 'The zones this number may lie in share no calling hour',
  },
  zone: {
    unknown: 'The customer’s time zone is not known',
  },
  cap: {
    _: 'Called often enough for now',
    person: 'The person was called {max, number} times within {hours, number} hours',
    phone: 'The number was called {max, number} times within {hours, number} hours',
    day: 'Called often enough today',
    week: 'Called often enough this week',
    month: 'Called often enough this month',
  },
  complaint: {
    open: 'A complaint is open: it is answered first',
  },
  promise: {
    open: 'We promised something: it is kept first',
  },
  phone: {
    struck: 'The number was found wrong',
    none: 'There is no number to call',
  },
  country: {
    closed: 'The phone network does not let us call this country',
  },
  abandoned: {
    rest: 'Rests after a call we let fall',
  },
  refusal: {
    rest: 'Rests after saying no',
  },
  consent: {
    _: 'Has not agreed to be called',
    refused: 'Has withdrawn the consent to be called',
  },
  marketing: {
    permission: 'The law here asks for permission before a sales call',
  },
  register: {
    _: 'Stands on the register of those not to be called',
    listed: 'Stands on the register of those not to be called',
    stale: 'Our copy of the do-not-call register is too old',
  },
  person: {
    dials: 'A person must dial this number',
  },
  mode: 'A campaign in which people dial, not the machine',
  campaign: {
    none: 'No campaign that is running calls this customer',
  },
  holdout: 'Belongs to the group nobody calls, for comparison',
} as const
