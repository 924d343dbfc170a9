import { useMutation } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { ApiAnswer } from '#contract/api'
import type { CampaignLine } from '#contract/campaigns'
import type { Taxonomy } from '#contract/programme'
import { call } from '../../api/call.ts'
import { ApiProblem, problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { minorPerUnit } from '../../i18n/format.ts'
import { locales } from '../../i18n/locale.ts'
import { useLabels } from '../../i18n/use-labels.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckGroup } from '../../ui/CheckGroup.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { CampaignPart } from './CampaignPart.tsx'
import { NEW_FORM, readForm, toForm } from './campaign-form.ts'
import { readSegment } from './condition-row.ts'
import { HowPart } from './HowPart.tsx'
import { ReachPanel } from './ReachPanel.tsx'
import { ScriptPart } from './ScriptPart.tsx'
import { SegmentEditor } from './SegmentEditor.tsx'
import { WhenPart } from './WhenPart.tsx'

type Props = {
  /** null: a new one. */
  campaign: CampaignLine | null
  choices: ApiAnswer<'campaign.choices'>
  taxonomy: Taxonomy
  onClose: () => void
  onSaved: (line: CampaignLine) => void
}

/** All that a campaign says, with what it would reach beside it. */
export function CampaignEditor({ campaign, choices, taxonomy, onClose, onSaved }: Props) {
  const t = useTranslations('campaigns')
  const app = useTranslations('app')
  const say = useProblemWords()
  const labels = useLabels(taxonomy)
  const perUnit = minorPerUnit(choices.currency)
  const [form, setForm] = useState(() =>
    campaign ? toForm(campaign.settings, perUnit) : { ...NEW_FORM, teamId: choices.teams[0]?.id ?? null },
  )
  // One that nobody has any more stays to be seen, and taken off.
  const skills = [...new Set([...choices.skills, ...(campaign?.settings.skills ?? [])])].sort()
  const segment = readSegment(form.segment, perUnit)
  const settings = readForm(form, perUnit)
  const save = useMutation({
    mutationFn: (body: NonNullable<typeof settings>) =>
      campaign
        ? call('campaign.change', {
            params: { id: campaign.id },
            body: { version: campaign.version, settings: body },
          })
        : call('campaign.make', { body: { settings: body } }),
    onSuccess: onSaved,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (settings && !save.isPending) save.mutate(settings)
  }
  const problems = save.isError
    ? [problemOf(save.error), ...(save.error instanceof ApiProblem ? save.error.more : [])]
    : []
  return (
    <form className="campaigns" onSubmit={submit}>
      <header className="campaigns-head">
        <div>
          <Button
            kind="quiet"
            dense
            icon={<ArrowLeft size={14} className="mirrors" aria-hidden="true" />}
            onPress={onClose}
          >
            {t('back')}
          </Button>
          <h1>{campaign ? campaign.settings.name : t('make')}</h1>
        </div>
        <Button kind="primary" type="submit" isPending={save.isPending} isDisabled={settings === null}>
          {t('save')}
        </Button>
      </header>
      {problems.length > 0 && (
        <div className="campaign-problem" role="alert">
          {problems.map((problem) => (
            <p key={`${problem.code} ${problem.field}`}>{say(problem)}</p>
          ))}
        </div>
      )}
      <div className="campaign-columns">
        <div className="campaign-parts">
          <CampaignPart>
            <div className="campaign-fields">
              <TextField
                label={t('name')}
                value={form.name}
                onChange={(name) => setForm({ ...form, name })}
                required
                maxLength={200}
              />
              <TextField
                label={t('priority')}
                hint={t('priorityHint')}
                dir="ltr"
                value={form.priority}
                onChange={(priority) => setForm({ ...form, priority })}
                maxLength={4}
              />
            </div>
          </CampaignPart>
          <CampaignPart title={t('who')}>
            <SegmentEditor
              rows={form.segment}
              attributes={choices.attributes}
              onChange={(rows) => setForm({ ...form, segment: rows })}
            />
          </CampaignPart>
          <CampaignPart title={t('when')}>
            <WhenPart form={form} onChange={setForm} />
          </CampaignPart>
          <CampaignPart title={t('how')}>
            <HowPart form={form} callerIds={choices.callerIds} onChange={setForm} />
          </CampaignPart>
          <CampaignPart title={t('script')}>
            <ScriptPart form={form} onChange={setForm} />
          </CampaignPart>
          <CampaignPart title={t('whom')}>
            <Select
              label={t('team')}
              options={choices.teams.map(({ id, name }) => ({ id, label: name }))}
              value={form.teamId}
              onChange={(teamId) => setForm({ ...form, teamId })}
            />
            <CheckGroup
              label={`${t('languages')} (${t('languagesHint')})`}
              options={locales.map((id) => ({ id, label: app(`language.${id}`), lang: id }))}
              value={form.languages}
              onChange={(languages) => setForm({ ...form, languages })}
            />
            {skills.length > 0 ? (
              <CheckGroup
                label={`${t('skills')} (${t('skillsHint')})`}
                options={skills.map((skill) => ({ id: skill, label: skill }))}
                value={form.skills}
                onChange={(needed) => setForm({ ...form, skills: needed })}
              />
            ) : (
              <p className="campaign-hint">{t('skillsNone')}</p>
            )}
            <CheckGroup
              label={`${t('offers')} (${t('offersHint')})`}
              options={taxonomy.offers.map(({ code }) => ({ id: code, label: labels(code) }))}
              value={form.offers}
              onChange={(offers) => setForm({ ...form, offers })}
            />
          </CampaignPart>
        </div>
        <ReachPanel id={campaign?.id ?? null} segment={segment} rows={form.segment} settings={settings} />
      </div>
    </form>
  )
}
