import { type FormEvent, useState } from 'react';
import { toFailure } from '../../core/failure';
import { checkModelName, type Hub, hubAt, knownHubs, mainBranch } from '../../core/hub';
import { useTranslation } from '../../i18n';
import { Button, Select, TextField } from '../../ui';
import { sentenceOf } from '../project';
import { changeSettings, type HubChoice, useSettings } from '../settings';
import styles from './Models.module.css';

export interface HubRequest {
  readonly hub: Hub;
  readonly name: string;
  readonly revision: string;
}

interface HubFormProps {
  readonly wanted: { readonly name: string; readonly revision: string } | undefined;
  readonly disabled: boolean;
  /** The request as typed. Nothing was sent yet. */
  readonly onRequest: (request: HubRequest) => void;
}

/** Which model of which hub. The hub is remembered in the settings. */
export function HubForm({ wanted, disabled, onRequest }: HubFormProps) {
  const { t } = useTranslation();
  const words = t.models.hub;
  const { hub: choice, hubAddress, hubHosts } = useSettings();
  const [name, setName] = useState(wanted?.name ?? '');
  const [revision, setRevision] = useState(wanted?.revision ?? '');
  const [wrong, setWrong] = useState<{ readonly field: 'address' | 'name'; readonly text: string } | null>(null);
  const usual = mainBranch(choice === 'other' ? knownHubs.huggingface : knownHubs[choice]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    let field: 'address' | 'name' = 'name';
    try {
      checkModelName(name.trim());
      field = 'address';
      const hub = choice === 'other' ? hubAt(hubAddress, hubHosts) : knownHubs[choice];
      setWrong(null);
      onRequest({ hub, name: name.trim(), revision: revision.trim() || usual });
    } catch (error) {
      const { reason, message, remedy, values } = toFailure(error);
      const sentence = sentenceOf(t, { code: reason ?? '', message, remedy: remedy ?? '', values: values ?? {} });
      setWrong({ field, text: `${sentence.message} ${sentence.remedy}` });
    }
  };
  const options: readonly { value: HubChoice; label: string }[] = [
    { value: 'huggingface', label: 'Hugging Face · huggingface.co' },
    { value: 'hf-mirror', label: words.mirror },
    { value: 'modelscope', label: 'ModelScope · www.modelscope.cn' },
    { value: 'other', label: words.other },
  ];
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Select label={words.label} value={choice} options={options} onChange={(hub) => changeSettings({ hub })} />
      {choice === 'other' ? (
        <>
          <TextField
            label={words.address}
            help={words.addressHelp}
            code
            value={hubAddress}
            placeholder="https://"
            error={wrong?.field === 'address' ? wrong.text : undefined}
            onChange={(address) => changeSettings({ hubAddress: address })}
          />
          <TextField
            label={words.hosts}
            help={words.hostsHelp}
            code
            value={hubHosts}
            onChange={(hosts) => changeSettings({ hubHosts: hosts })}
          />
        </>
      ) : null}
      <div className={styles.pair}>
        <TextField
          label={words.name}
          help={words.nameHelp}
          name="model"
          code
          value={name}
          placeholder="Qwen/Qwen3-0.6B"
          error={wrong?.field === 'name' ? wrong.text : undefined}
          onChange={setName}
        />
        <TextField label={words.revision} help={words.revisionHelp} code value={revision} placeholder={usual} onChange={setRevision} />
      </div>
      <div>
        <Button type="submit" disabled={disabled || name.trim() === ''}>
          {words.ask}
        </Button>
      </div>
    </form>
  );
}
