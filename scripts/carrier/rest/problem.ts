/** An error of the REST API; the message is in our words, the code and HTTP status are Twilio's. */
export class RestProblem extends Error {
  readonly status: number
  readonly code: number
  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const PROBLEMS = {
  unauthorised: () => new RestProblem(401, 20003, 'Authenticate'),
  notFound: (what: string) => new RestProblem(404, 20404, `The requested resource ${what} was not found`),
  tooMany: () => new RestProblem(429, 20429, 'Too Many Requests'),
  tooManyAtOnce: () => new RestProblem(429, 10004, 'Call concurrency limit exceeded'),
  queueFull: () => new RestProblem(400, 22005, 'The queue of calls is full'),
  queueInUse: () => new RestProblem(400, 20001, 'Somebody waits in the queue'),
  broken: () => new RestProblem(500, 20500, 'Internal Server Error'),
  away: () => new RestProblem(503, 20503, 'Service unavailable'),
  unknownParameter: (name: string) => new RestProblem(400, 20001, `Unknown parameter ${name}`),
  badParameter: (name: string) => new RestProblem(400, 20001, `Invalid parameter ${name}`),
  noTo: () => new RestProblem(400, 21201, "No 'To' number is specified"),
  badTo: (to: string) => new RestProblem(400, 21211, `The 'To' number ${to} is not a valid phone number`),
  noFrom: () => new RestProblem(400, 21213, "A 'From' number is required"),
  badFrom: (from: string) => new RestProblem(400, 21212, `The 'From' number ${from} is not a valid caller ID`),
  unownedFrom: (from: string) =>
    new RestProblem(400, 21210, `The 'From' number ${from} is not verified for the account`),
  noUrl: () => new RestProblem(400, 21205, 'Url, Twiml or ApplicationSid is required'),
  badUrl: (url: string) => new RestProblem(400, 21205, `Url is not a valid URL: ${url}`),
  notInState: () => new RestProblem(400, 21220, 'Invalid call state'),
  noAmdCallback: () => new RestProblem(400, 21262, 'No AMD status callback URL provided'),
  labelInUse: () => new RestProblem(400, 16025, 'Participant label is in use by another participant'),
  full: () => new RestProblem(400, 16020, 'Conference is full'),
} as const

/** Numbers the carrier does not ring, as configured: 21215 geographic permission, 21216 blocked, 21217 unreachable … */
export const refusal = (code: number, to: string): RestProblem =>
  new RestProblem(code === 10004 ? 429 : 400, code, `The call to ${to} is not permitted`)
