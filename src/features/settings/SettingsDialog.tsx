import { useTranslation } from '../../i18n';
import { Checkbox, Dialog, Select } from '../../ui';
import styles from './settings.module.css';
import { changeSettings, useSettings } from './state';

export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const settings = useSettings();
  return (
    <Dialog title={t.shell.settings.title} onClose={onClose} testId="settings">
      <div className={styles.form}>
        <Select
          row
          label={t.shell.settings.language}
          value={settings.language}
          options={[
            { value: 'en', label: 'English' },
            { value: 'zh-CN', label: '简体中文' },
          ]}
          onChange={(language) => changeSettings({ language })}
        />
        <Select
          row
          label={t.shell.settings.theme}
          value={settings.theme}
          options={[
            { value: 'system', label: t.shell.settings.themes.system },
            { value: 'light', label: t.shell.settings.themes.light },
            { value: 'dark', label: t.shell.settings.themes.dark },
          ]}
          onChange={(theme) => changeSettings({ theme })}
        />
        <Checkbox
          label={t.shell.settings.singleKeys}
          help={t.shell.settings.singleKeysHelp}
          checked={settings.singleKeys}
          onChange={(singleKeys) => changeSettings({ singleKeys })}
        />
      </div>
    </Dialog>
  );
}
