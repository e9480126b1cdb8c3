export { deviceLine, PreflightDialog } from './PreflightDialog';
export { SettingsDialog } from './SettingsDialog';
export {
  applySettings,
  BYTES_PER_GB,
  changeSettings,
  drawnTheme,
  type HubChoice,
  type Settings,
  toggleLanguage,
  toggleTheme,
  useSettings,
} from './state';
