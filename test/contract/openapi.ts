import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

/** A schema as the file writes it; `nullable` and `$ref` are OpenAPI's. */
export type Schema = { [keyword: string]: unknown; properties?: Record<string, Schema>; enum?: unknown[] }
type Content = { schema?: Schema; examples?: Record<string, { value: unknown }> }
type Parameter = { name: string; in: 'path' | 'query'; required?: boolean; schema: Schema }
type Operation = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, { content?: Record<string, Content> }>
}
export type Definition = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** One request and its answer, as they went over the wire. `body` is the answer's, parsed; null when it had none. */
export type Exchange = {
  method: string
  path: string
  query: string
  form: string
  status: number
  body: unknown
}

export const DEFINITION_FILE = fileURLToPath(new URL('../../../shared/data/twilio/voice-subset.json', import.meta.url))
/** Twilio's OpenAPI file, or null where it is not at hand. */
export const readDefinition = (): Definition | null =>
  existsSync(DEFINITION_FILE) ? (JSON.parse(readFileSync(DEFINITION_FILE, 'utf8')) as Definition) : null

const METHODS = new Set(['get', 'post', 'put', 'delete'])
const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'
const RFC_2822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/

const ADDRESS: Schema = { type: 'string', format: 'uri-reference' }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The keys of the examples' objects, by their place in the answer; a list's items count as one. */
type Shape = { keys: Set<string>; inside: Map<string, Shape> }

function shapeOf(values: readonly unknown[]): Shape {
  const objects = values.filter(isObject)
  const keys = new Set(objects.flatMap((one) => Object.keys(one)))
  const inside = new Map(
    [...keys].map((key) => [
      key,
      shapeOf(objects.flatMap((one) => (Array.isArray(one[key]) ? (one[key] as unknown[]) : [one[key]]))),
    ]),
  )
  return { keys, inside }
}

type Repair = { definition: Definition; answers: boolean }

/**
 * OpenAPI 3.0 as JSON Schema, made strict: nothing unknown, and in an answer every key of the published examples. An
 * answer's repairs, without which Twilio's own examples fail: an address may be relative, an enum null, a price text.
 */
function repair(schema: Schema, shape: Shape | null, how: Repair): Schema {
  if (typeof schema.$ref === 'string') {
    const target = how.definition.components.schemas[schema.$ref.replace('#/components/schemas/', '')]
    if (!target) throw new Error(`${schema.$ref} is not in the file`)
    return repair(target, shape, how)
  }
  const { nullable, properties, items, format, type, 'x-twilio': _hint, description: _words, ...rest } = schema
  if (format === 'uri-map') return repair({ type, nullable, additionalProperties: ADDRESS }, shape, how)
  const mayBeNull = nullable === true || (how.answers && rest.enum !== undefined)
  const types = [type, ...(how.answers && type === 'number' ? ['string'] : []), ...(mayBeNull ? ['null'] : [])]
  const keys = how.answers && type === 'object' ? [...(shape?.keys ?? [])] : []
  const required = keys.filter((key) => !properties || key in properties)
  return {
    ...rest,
    ...(type === undefined ? {} : { type: types }),
    ...(mayBeNull && rest.enum ? { enum: [...rest.enum, null] } : {}),
    ...(format === undefined ? {} : { format: how.answers && format === 'uri' ? 'uri-reference' : format }),
    ...(properties
      ? {
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries(properties).map(([key, one]) => [key, repair(one, shape?.inside.get(key) ?? null, how)]),
          ),
        }
      : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(items ? { items: repair(items as Schema, shape, how) } : {}),
  }
}

const createAjv = (coerceTypes: boolean | 'array') => {
  const ajv = new Ajv({ allErrors: true, coerceTypes, allowUnionTypes: true, strictRequired: false })
  formats.default(ajv)
  ajv.addFormat('date-time-rfc-2822', RFC_2822)
  ajv.addFormat('http-method', /^(GET|POST)$/)
  ajv.addFormat('currency', /^[A-Z]{3}$/i)
  ajv.addFormat('endpoint', /^(\+[1-9]\d{6,14}|client:.+|sip:.+)$/)
  ajv.addFormat('phone-number', /^(\+[1-9]\d{1,14}|client:.+|sip:.+)$/)
  ajv.addFormat('twiml', /^<\?xml|^<Response/)
  return ajv
}

const explain = (where: string, errors: readonly ErrorObject[] | null | undefined): string[] =>
  (errors ?? []).map(
    ({ instancePath, message, params }) => `${where}${instancePath}: ${message} ${JSON.stringify(params)}`,
  )

/** Each key with its value, or with its values when it is repeated. */
const readPairs = (text: string): Record<string, string | string[]> => {
  const pairs = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(pairs.keys())].map((key) => {
      const all = pairs.getAll(key)
      return [key, all.length === 1 ? (all[0] ?? '') : all]
    }),
  )
}

/** What Twilio answers when it says no is in no OpenAPI file: twilio.com/docs/usage/twilios-response#exceptions. */
const PROBLEM: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'message', 'more_info', 'status'],
  properties: {
    code: { type: 'integer', minimum: 10_000, maximum: 99_999 },
    message: { type: 'string', minLength: 1 },
    more_info: { type: 'string', pattern: '^https://www\\.twilio\\.com/docs/errors/\\d{5}$' },
    status: { type: 'integer' },
  },
}

/** The contract with Twilio as its OpenAPI file states it. What is wrong comes as sentences; none: all is well. */
export function openContract(definition: Definition) {
  const [asked, answered] = [createAjv('array'), createAjv(false)]
  const problem = answered.compile<{ code: number; more_info: string; status: number }>(PROBLEM)
  const operations = Object.entries(definition.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]) => compile(path, method, operation)),
  )

  function compile(path: string, method: string, operation: Operation) {
    const parameters = (place: string) => (operation.parameters ?? []).filter((one) => one.in === place)
    const objectOf = (list: Parameter[]): Schema => ({
      type: 'object',
      properties: Object.fromEntries(list.map(({ name, schema }) => [name, schema])),
      required: list.filter((one) => one.required).map(({ name }) => name),
    })
    const request = (schema: Schema) => asked.compile(repair(schema, null, { definition, answers: false }))
    const form = operation.requestBody?.content[FORM]?.schema
    const answers = new Map<number, ValidateFunction | null>(
      Object.entries(operation.responses).map(([status, { content }]) => {
        const { schema, examples = {} } = content?.[JSON_TYPE] ?? {}
        const shape = shapeOf(Object.values(examples).map(({ value }) => value))
        return [Number(status), schema ? answered.compile(repair(schema, shape, { definition, answers: true })) : null]
      }),
    )
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
    const escaped = path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+)')
    return {
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${escaped}$`),
      names,
      path: request(objectOf(parameters('path'))),
      query: request(objectOf(parameters('query'))),
      form: form ? request({ ...form, type: 'object' }) : null,
      answers,
    }
  }

  const find = (method: string, path: string) =>
    operations.find((one) => one.method === method && one.pattern.test(path))

  return {
    operations: operations.map(({ name }) => name),
    nameOf: (exchange: Pick<Exchange, 'method' | 'path'>) => find(exchange.method, exchange.path)?.name ?? null,

    checkRequest({ method, path, query, form }: Pick<Exchange, 'method' | 'path' | 'query' | 'form'>): string[] {
      const operation = find(method, path)
      if (!operation) return [`${method} ${path}: no such operation`]
      const parts = operation.pattern.exec(path)?.slice(1) ?? []
      const named = Object.fromEntries(operation.names.map((name, i) => [name, decodeURIComponent(parts[i] ?? '')]))
      const check = (where: string, validate: ValidateFunction, value: unknown) =>
        validate(value) ? [] : explain(where, validate.errors)
      return [
        ...check('path', operation.path, named),
        ...check('query', operation.query, readPairs(query)),
        ...(operation.form ? check('form', operation.form, readPairs(form)) : form ? ['form: none is taken'] : []),
      ]
    },

    checkAnswer({ method, path, status, body }: Pick<Exchange, 'method' | 'path' | 'status' | 'body'>): string[] {
      if (status >= 400) {
        if (!problem(body)) return explain('problem', problem.errors)
        const own = body.status === status && body.more_info.endsWith(`/${body.code}`)
        return own ? [] : [`problem: ${JSON.stringify(body)} is not its own`]
      }
      const operation = find(method, path)
      if (!operation) return [`${method} ${path}: no such operation`]
      const validate = operation.answers.get(status)
      if (validate === undefined) return [`status: ${status} is none of ${[...operation.answers.keys()]}`]
      if (validate === null) return body === null ? [] : ['body: none was promised']
      return validate(body) ? [] : explain('body', validate.errors)
    },
  }
}
export type Contract = ReturnType<typeof openContract>
